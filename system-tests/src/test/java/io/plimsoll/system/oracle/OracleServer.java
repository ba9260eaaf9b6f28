package io.plimsoll.system.oracle;

import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/** A Postgres with the origin's setup and one logical slot. */
final class OracleServer implements AutoCloseable {
  static final String PASSWORD = "secret";

  private final Watchdog watchdog = Watchdog.start();
  private final EmbeddedPostgres postgres;
  private final Layout layout = Layout.find();

  OracleServer(Path folder) throws Exception {
    postgres =
        new EmbeddedPostgres(
            new Binaries(layout.binaries()),
            folder,
            new Ports().next(),
            PASSWORD,
            Map.of("autovacuum", "off"),
            watchdog);
    postgres.start();
    try (Connection operator = postgres.connect("postgres")) {
      Origin.execute(operator, "create table first (id int primary key)");
      new OriginSetup()
          .apply(operator, setup(), List.of("public.first"), Map.of("plimsoll_reader", PASSWORD));
      Origin.execute(operator, "select pg_create_logical_replication_slot('oracle', 'pgoutput')");
    }
  }

  String url() {
    return postgres.jdbcUrl("postgres");
  }

  Path setup() {
    return layout.originSql();
  }

  @Override
  public void close() {
    postgres.close();
    watchdog.close();
  }
}
