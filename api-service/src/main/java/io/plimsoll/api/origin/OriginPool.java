package io.plimsoll.api.origin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Makes the connection pools. A database that is away is no error here: each borrowing waits for
 * it.
 */
public final class OriginPool {
  private OriginPool() {}

  /**
   * How large a pool is, and how long its connections live.
   *
   * @param max connections at most
   * @param minIdle that stay open
   * @param patience how long a request waits for a free one
   * @param idle after which a connection beyond {@code minIdle} is closed
   * @param maxLifetime after which one is replaced
   * @param leakDetection after which one that is held is told in the log; zero is never
   */
  public record Sizes(
      int max,
      int minIdle,
      Duration patience,
      Duration idle,
      Duration maxLifetime,
      Duration leakDetection) {
    /** All connections stay open. */
    public static Sizes fixed(int max, Duration patience) {
      return new Sizes(
          max, max, patience, Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ZERO);
    }
  }

  /**
   * What a pool is made of.
   *
   * @param url {@code jdbc:postgresql://…} without credentials
   * @param statementTimeout after which Postgres cancels a statement
   */
  public record Settings(
      String name,
      String url,
      String user,
      String password,
      Sizes sizes,
      Duration statementTimeout,
      boolean readOnly) {
    /** Of a fixed size. */
    public Settings(
        String name,
        String url,
        String user,
        String password,
        int max,
        Duration patience,
        Duration statementTimeout,
        boolean readOnly) {
      this(name, url, user, password, Sizes.fixed(max, patience), statementTimeout, readOnly);
    }
  }

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

  /** With meters of its connections, {@code hikaricp.connections.*}, labelled with its name. */
  public static HikariDataSource open(Settings settings, MeterRegistry registry) {
    HikariConfig config = config(settings);
    config.setMetricRegistry(registry);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(Settings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(settings.name());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    Sizes sizes = settings.sizes();
    config.setMaximumPoolSize(sizes.max());
    config.setMinimumIdle(sizes.minIdle());
    config.setConnectionTimeout(sizes.patience().toMillis());
    config.setValidationTimeout(sizes.patience().toMillis());
    config.setIdleTimeout(sizes.idle().toMillis());
    config.setMaxLifetime(sizes.maxLifetime().toMillis());
    config.setLeakDetectionThreshold(sizes.leakDetection().toMillis());
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
