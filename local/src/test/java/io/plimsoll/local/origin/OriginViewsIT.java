package io.plimsoll.local.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The setup of views: their tables are watched, and what cannot be watched is told. */
class OriginViewsIT extends OriginServerIT {
  private static final String STATE =
      """
      select line from (
        select 'watched ' || name as line from plimsoll.watched
        union all select 'published ' || schemaname || '.' || tablename from pg_publication_tables
        union all select 'ddl ' || id || relation || command from plimsoll.ddl
        union all select c.oid::regclass || ' ' || coalesce(relacl::text, '') from pg_class c
          where relnamespace in ('public'::regnamespace, 'plimsoll'::regnamespace) and relkind in ('r', 'v')
      ) as all_lines order by line collate "C"
      """;

  private TestDatabase database = new TestDatabase("", "");

  @BeforeEach
  void prepare() throws SQLException {
    database = server().fresh("views");
    database.run(
        "create table a (id int primary key, n int)",
        "create table b (id int primary key)",
        "create table nokey (n int)",
        "create schema other",
        "create table other.\"C c\" (id int primary key)",
        "create view other.inner_view as select id from other.\"C c\" union select n from nokey",
        "create view v with (security_invoker) as select a.id from a join other.inner_view i using (id)",
        "create view constants as select 1 as one");
  }

  @Test
  void view_named_itsTablesArePublishedAndReadable() throws Exception {
    assertThat(database.setUp("v", "constants", "b")).singleElement().asString().contains("nokey");

    assertThat(published()).containsExactly("other.C c", "public.a", "public.b", "public.nokey");
    assertThat(database.column("select name from plimsoll.watched order by name collate \"C\""))
        .containsExactly(
            "other.C c",
            "other.inner_view",
            "plimsoll.api_keys",
            "public.a",
            "public.b",
            "public.constants",
            "public.nokey",
            "public.v");
    for (String relation : List.of("v", "a", "other.\"C c\"", "nokey", "constants")) {
      assertThat(
              database.columnAs("plimsoll_reader", "select count(*) from %s".formatted(relation)))
          .hasSize(1);
    }
    database.run("insert into nokey values (1)", "update nokey set n = 2");
  }

  @Test
  void tablesOfAView_areWrittenOnlyWhenNamed() throws Exception {
    database.setUp("v", "b");
    assertThatThrownBy(() -> database.runAs("plimsoll_writer", "insert into a values (1)"))
        .hasMessageContaining("permission denied");

    database.setUp("v", "a");

    database.runAs("plimsoll_writer", "insert into a values (1)");
  }

  @Test
  void setupOfViews_runTwice_changesNothing() throws Exception {
    database.setUp("v");
    List<String> before = database.column(STATE);

    assertThat(database.setUp("v")).isEmpty();

    assertThat(database.column(STATE)).isEqualTo(before);
  }

  @Test
  void viewRenamedOrReplaced_isTold() throws Exception {
    database.setUp("v");
    database.run("alter view v rename to w");
    assertThat(database.column("select distinct relation from plimsoll.ddl order by 1"))
        .contains("public.v", "public.w");
  }

  @Test
  void materializedView_isWatchedItself() throws Exception {
    database.run(
        "create materialized view m as select id from b", "create view over_m as select id from m");

    database.setUp("over_m");

    assertThat(database.column("select name from plimsoll.watched order by name"))
        .containsExactly("plimsoll.api_keys", "public.m", "public.over_m");
    assertThat(published()).isEmpty();
    assertThat(database.columnAs("plimsoll_reader", "select id from over_m")).isEmpty();
  }

  @Test
  void viewOverWhatCannotBeWatched_isToldWithBothNames() throws Exception {
    database.run(
        "create extension if not exists postgres_fdw",
        "create server nowhere foreign data wrapper postgres_fdw",
        "create foreign table far (id int) server nowhere",
        "create unlogged table fleeting (id int primary key)",
        "create table parts (id int) partition by range (id)",
        "create view deep as select far.id from far, fleeting, parts",
        "create view bad as select d.id from deep d, pg_class c, information_schema.tables t, v");
    assertThat(OriginSetupIT.failure(() -> database.setUp("bad", "v")))
        .hasMessage(
            """
            view public.bad reads information_schema.tables, a system table: its changes cannot be watched
            view public.bad reads pg_catalog.pg_class, a system table: its changes cannot be watched
            view public.bad reads public.far, a foreign table: its changes are not in the WAL and cannot be watched
            view public.bad reads public.fleeting, unlogged or temporary: its changes are not in the WAL and cannot be watched
            view public.bad reads public.parts, a partitioned table without a primary key: give it one\
            """);
    assertThat(database.column("select count(*) from pg_publication")).containsExactly("0");
  }

  private List<String> published() throws SQLException {
    return database.column(
        "select (schemaname || '.' || tablename) collate \"C\" from pg_publication_tables where schemaname <> 'plimsoll' order by 1");
  }
}
