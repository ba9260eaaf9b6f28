package io.plimsoll.system;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Postgres that is set up as an origin, without services, and the origin that reads it. */
final class PlainPostgres implements AutoCloseable {
  private static final String DATABASE = "postgres";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Watchdog watchdog = Watchdog.start();
  private final EmbeddedPostgres postgres;
  private final HikariDataSource pool;
  private final PostgresOrigin origin;

  /**
   * Starts it.
   *
   * @param table the one table, which the statements make and fill
   */
  PlainPostgres(Path folder, String table, String... statements) throws Exception {
    postgres =
        new EmbeddedPostgres(
            new Binaries(Layout.find().binaries()),
            folder.resolve("postgres"),
            new Ports().next(),
            "secret",
            Map.of(),
            watchdog);
    postgres.start();
    try (Connection connection = postgres.connect(DATABASE)) {
      try (Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
        statement.execute("create publication %s for table %s".formatted(table, table));
      }
      new OriginSetup()
          .apply(
              connection,
              Layout.find().originSql(),
              List.of("public." + table),
              Map.of("plimsoll_reader", "reader-password"));
    }
    pool =
        OriginPool.open(
            new OriginPool.Settings(
                "plain",
                postgres.jdbcUrl(DATABASE),
                "plimsoll_reader",
                "reader-password",
                2,
                SOON,
                SOON,
                true));
    origin = new PostgresOrigin(pool, new SchemaVersion(), System::nanoTime);
  }

  PostgresOrigin origin() {
    return origin;
  }

  @Override
  public void close() {
    pool.close();
    postgres.close();
    watchdog.close();
  }
}
