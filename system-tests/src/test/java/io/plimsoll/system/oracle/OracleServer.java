package io.plimsoll.system.oracle;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Postgres with the origin's setup and one logical slot. */
final class OracleServer implements AutoCloseable {
  private static final String PASSWORD = "secret";

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
            Map.of("autovacuum", "off", "fsync", "off", "checkpoint_timeout", "1h"),
            watchdog);
    postgres.start();
    try (Connection operator = postgres.connect("postgres")) {
      Origin.execute(operator, "create table first (id int primary key)");
      new OriginSetup()
          .apply(operator, setup(), List.of("public.first"), Map.of("plimsoll_reader", PASSWORD));
      Origin.execute(operator, "select pg_create_logical_replication_slot('oracle', 'pgoutput')");
    }
  }

  Oracle oracle() {
    return new Oracle(url(), PASSWORD, PASSWORD, setup());
  }

  /** A database with an example's tables and a slot. */
  Origin example(String name) throws Exception {
    try (Connection operator = postgres.connect("postgres")) {
      Origin.execute(operator, "create database \"" + name + "\"");
    }
    try (Connection operator = postgres.connect(name)) {
      OriginSetup origin = new OriginSetup();
      origin.loadExample(operator, layout.example(name));
      origin.apply(operator, setup(), tables(operator), Map.of("plimsoll_reader", PASSWORD));
      Origin.execute(operator, "grant select on all tables in schema public to plimsoll_reader");
      Origin.execute(operator, "analyze");
      Origin.execute(
          operator,
          "select pg_create_logical_replication_slot('oracle_%s', 'pgoutput')"
              .formatted(name.replace('-', '_')));
    }
    return new Origin(postgres.jdbcUrl(name), PASSWORD, PASSWORD, setup());
  }

  private static List<String> tables(Connection operator) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = operator.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select 'public.' || relname from pg_class where relnamespace = 'public'::regnamespace"
                    + " and relkind in ('r', 'p') and not relispartition order by 1")) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  List<QueryDef> queries(String example) throws Exception {
    Path file = layout.example(example).resolve("catalog.yaml");
    return CatalogParser.parse(file.toString(), Files.readString(file)).queries();
  }

  RuleMutant.Runner load(RuleMutant mutant) {
    return mutant.load(url(), PASSWORD, PASSWORD, setup());
  }

  private String url() {
    return postgres.jdbcUrl("postgres");
  }

  private Path setup() {
    return layout.originSql();
  }

  @Override
  public void close() {
    postgres.close();
    watchdog.close();
  }
}
