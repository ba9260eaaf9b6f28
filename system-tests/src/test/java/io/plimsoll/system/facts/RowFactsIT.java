package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What row events do not tell: changes without a row, old values, equality. */
class RowFactsIT {
  private static final String UNAVAILABLE = "__debezium_unavailable_value";
  private static final Map<String, String> ALL_OPERATIONS = Map.of("skipped.operations", "none");

  @TempDir private static Path folder;
  private static FactServers servers;

  @BeforeAll
  static void start() throws SQLException {
    servers = new FactServers(folder, Map.of());
    servers.primary.start();
    servers.execute("create table marker (id int generated always as identity primary key)");
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  private static Debezium follow(String name, String tables) throws SQLException {
    servers.execute("create publication %s for table %s, marker".formatted(name, tables));
    return followPublication(name);
  }

  private static Debezium followPublication(String name) throws SQLException {
    String slot = name + "_slot";
    servers.execute("select pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
    return new Debezium(servers, slot, name, ALL_OPERATIONS);
  }

  private static List<Debezium.Row> markAndRead(Debezium debezium) throws SQLException {
    servers.execute("insert into marker default values");
    List<Debezium.Row> rows = debezium.rowsUntil(Debezium.Row::isMarker);
    return rows.subList(0, rows.size() - 1);
  }

  @Test
  void ddlRefreshAndDetach_changeAnswersWithoutARowEvent() throws Exception {
    servers.execute(
        "create table plain (id int primary key)",
        "create table parent (id int primary key) partition by range (id)",
        "create table child partition of parent for values from (0) to (10)",
        "insert into plain values (1)",
        "insert into parent values (1)",
        "create materialized view summary as select count(*) as n from plain");
    servers.setUpOrigin("public.plain", "public.parent", "public.summary");
    servers.execute("insert into plain values (2)");
    try (Debezium debezium = follow("ddl_rows", "plain, parent");
        Debezium rule = followPublication("plimsoll")) {
      String before = answers();

      servers.execute(
          "alter table plain add column extra int default 7",
          "refresh materialized view summary",
          "alter table parent detach partition child");

      assertThat(before).isEqualTo("(1)(2) 1 1");
      assertThat(answers()).isEqualTo("(1,7)(2,7) 2 0");
      assertThat(markAndRead(debezium)).isEmpty();
      servers.execute("insert into plain values (3)");
      List<Debezium.Row> told = rule.rowsUntil(row -> row.table().equals("plain"));
      assertThat(told.subList(0, told.size() - 1))
          .filteredOn(row -> row.table().equals("ddl"))
          .extracting(row -> row.after().orElseThrow().getString("relation"))
          .as("the rule: a logged row for each")
          .contains("public.plain", "public.summary", "public.parent");
    }
  }

  private static String answers() throws SQLException {
    return servers.value(
        """
        select (select string_agg(p::text, '' order by id) from plain p)
          || ' ' || (select n from summary) || ' ' || (select count(*) from parent)\
        """);
  }

  @Test
  void oldValues_underReplicaIdentityDefault_areHidden() throws Exception {
    servers.execute(
        "create table hidden (id int primary key, n int not null, big text)",
        "alter table hidden alter column big set storage external",
        "insert into hidden values (1, 5, repeat('x', 10000))");
    try (Debezium debezium = follow("hidden_rows", "hidden")) {
      servers.execute("update hidden set n = 6", "delete from hidden");

      List<Debezium.Row> rows = markAndRead(debezium);

      Debezium.Row update = rows.getFirst();
      assertThat(update.before()).as("no old values").isEmpty();
      Struct after = update.after().orElseThrow();
      assertThat(after.getInt32("n")).isEqualTo(6);
      assertThat(after.getString("big")).as("unchanged TOAST").isEqualTo(UNAVAILABLE);
      Struct deleted = rows.getLast().before().orElseThrow();
      assertThat(deleted.getInt32("id")).isEqualTo(1);
      assertThat(deleted.getInt32("n")).as("made up").isEqualTo(0);
    }
  }

  @Test
  void oldValues_underReplicaIdentityFull_areTold() throws Exception {
    servers.execute(
        "create table told (id int primary key, n int not null, big text)",
        "alter table told alter column big set storage external",
        "alter table told replica identity full",
        "insert into told values (1, 5, repeat('x', 10000))");
    try (Debezium debezium = follow("told_rows", "told")) {
      servers.execute("update told set n = 6", "delete from told");

      List<Debezium.Row> rows = markAndRead(debezium);

      assertThat(rows.getFirst().before().orElseThrow().getInt32("n")).isEqualTo(5);
      Struct after = rows.getFirst().after().orElseThrow();
      assertThat(after.getString("big")).hasSize(10_000);
      assertThat(rows.getLast().before().orElseThrow().getInt32("n")).isEqualTo(6);
    }
  }

  @Test
  void equalValues_haveDifferentTexts() throws Exception {
    servers.execute(
        "create extension citext",
        "create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "create table equal (id int primary key, num numeric, ci citext, ch char(3), at timestamptz, nc text collate nocase)");
    try (Debezium debezium = follow("equal_rows", "equal")) {
      servers.execute(
          "insert into equal values (1, 1.0, 'ABC', 'a', '2026-01-01 12:00+02', 'ABC')");

      String asked =
          "select count(*) from equal where num = '1' and ci = 'abc' and ch = 'a' and at = '2026-01-01 12:00+02' and nc = 'abc'";
      assertThat(servers.value(asked)).as("each column equals what is asked").isEqualTo("1");
      Struct row = markAndRead(debezium).getFirst().after().orElseThrow();
      assertThat(row.getString("num")).isEqualTo("1.0");
      assertThat(row.getString("ci")).isEqualTo("ABC");
      assertThat(row.getString("ch")).isEqualTo("a  ");
      assertThat(row.getString("at")).isEqualTo("2026-01-01T10:00:00.000000Z");
      assertThat(row.getString("nc")).isEqualTo("ABC");
    }
  }
}
