package io.plimsoll.api.origin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/**
 * Makes the connection pools. A database that is away is no error here: each borrowing waits for
 * it.
 */
public final class OriginPool {
  private OriginPool() {}

  /**
   * What a pool is made of.
   *
   * @param url {@code jdbc:postgresql://…} without credentials
   * @param max connections at most
   * @param patience how long a request waits for a free one
   * @param statementTimeout after which Postgres cancels a statement
   */
  public record Settings(
      String name,
      String url,
      String user,
      String password,
      int max,
      Duration patience,
      Duration statementTimeout,
      boolean readOnly) {}

  /**
   * Also limits how long opening a connection and an answer on it may take.
   *
   * @param silence whole seconds count
   */
  static HikariDataSource open(Settings settings, Duration silence) {
    String seconds = Long.toString(Math.max(1, silence.toSeconds()));
    HikariConfig config = config(settings);
    config.addDataSourceProperty("connectTimeout", seconds);
    config.addDataSourceProperty("socketTimeout", seconds);
    return new HikariDataSource(config);
  }

  public static HikariDataSource open(Settings settings) {
    return new HikariDataSource(config(settings));
  }

  private static HikariConfig config(Settings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(settings.name());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.max());
    config.setConnectionTimeout(settings.patience().toMillis());
    config.setValidationTimeout(settings.patience().toMillis());
    config.setInitializationFailTimeout(-1);
    config.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
    // The same catalog must answer the same on every instance: nothing of the session may depend on
    // the machine, and names without a schema mean public.
    config.setConnectionInitSql("set time zone 'UTC'; set search_path = public");
    config.addDataSourceProperty("ApplicationName", "plimsoll-" + settings.name());
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("logServerErrorDetail", "false"); // it may quote row values
    config.addDataSourceProperty("connectTimeout", "5");
    // A half-open connection must not hold a thread for ever; the server's own timeout comes first.
    config.addDataSourceProperty(
        "socketTimeout", Long.toString(settings.statementTimeout().toSeconds() + 5));
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout=%d -c default_transaction_read_only=%s"
            .formatted(settings.statementTimeout().toMillis(), settings.readOnly() ? "on" : "off"));
    return config;
  }
}
