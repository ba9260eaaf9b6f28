package io.plimsoll.local.origin;

import static io.plimsoll.local.origin.TestDatabase.column;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DDL by an ordinary user leaves in plimsoll.ddl. */
class OriginDdlIT extends OriginServerIT {
  private TestDatabase database = new TestDatabase("", "");

  @BeforeAll
  void createOwner() throws Exception {
    server().run("drop role if exists app", "create role app login password 'secret'");
    database = server().fresh("ddl");
    database.run("grant create on schema public to app", "grant create on database ddl to app");
    database.runAs(
        "app",
        "create table a (id int primary key, n int)",
        "create table other (id int primary key)",
        "create materialized view m as select count(*) as c from a",
        "create unique index on m (c)",
        "create view v as select id from other",
        "create function f() returns int language sql as 'select 1'",
        "create sequence s");
    database.setUp("a", "m");
    database.run("grant usage on schema plimsoll to app", "grant select on plimsoll.ddl to app");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          alter table a add column x int                                  | public.a
          alter table a rename to b                                       | public.a public.b
          alter table a set (fillfactor = 80)                             | public.a
          do $$ begin alter table a add column x int; end $$              | public.a
          create table c (id serial primary key, t text unique)           | public.c
          create table "C.d" (id int)                                     | public.C.d
          create table c as select 1 as one                               | public.c
          select 1 as one into c                                          | public.c
          drop table other cascade                                        | public.other public.v
          drop view v                                                     | public.v
          alter table other drop column id cascade                        | public.other public.v
          create or replace view v as select id from a                    | public.v
          create view w as select 1 as one                                | public.w
          refresh materialized view m                                     | public.m
          refresh materialized view concurrently m                        | public.m
          drop materialized view m                                        | public.m
          create or replace function f() returns int language sql as 'select 2' | *
          drop function f                                                 | *
          create type mood as enum ('good')                               | *
          create schema extra create table t (id int)                     | * extra.t
          create policy everyone on a using (true)                        | *
          create operator === (leftarg = int, rightarg = int, function = int4eq) | *
          create collation german (provider = icu, locale = 'de')         | *
          revoke all on a from public                                     | *
          grant select on a to public                                     |
          comment on table a is 'text'                                    |
          create index on a (n)                                           |
          alter sequence s increment by 2                                 |
          drop sequence s                                                 |
          create statistics st on id, n from a                            |
          create temp table tmp (id serial primary key)                   |
          create temp table tmp as select 1 as one                        |
          truncate a                                                      |
          insert into a values (1, 1)                                     |
          """)
  void ddl_byTableOwner_isRecorded(String sql, @Nullable String expected) throws SQLException {
    try (Connection app = database.as("app")) {
      assertThat(recorded(app, sql)).isEqualTo(expected == null ? "" : expected);
    }
  }

  @Test
  void ddl_ofTemporaryObjects_leavesNothing() throws SQLException {
    try (Connection app = database.as("app")) {
      String sql =
          "create temp table t (id serial primary key, j text);"
              + " create index on t (j); alter table t add column k int; drop table t;"
              + " create temp view tv as select 1; drop view tv;"
              + " create function pg_temp.g() returns int language sql as 'select 1';"
              + " drop function pg_temp.g";
      assertThat(recorded(app, sql)).isEmpty();
    }
  }

  @Test
  void ddl_ofPartitionsAndChildren_namesTheirWatchedParents() throws Exception {
    TestDatabase family = server().fresh("family");
    family.run(
        "create table parent (id int primary key)",
        "create table child () inherits (parent)",
        "create table parts (id int primary key) partition by range (id)",
        "create table parts_1 partition of parts for values from (0) to (10)",
        "create table parts_2 partition of parts for values from (10) to (20)");
    family.setUp("parent", "parts");
    try (Connection connection = family.as("postgres")) {
      for (String sql :
          List.of(
              "alter table child no inherit parent",
              "drop table child",
              "drop table parts_1",
              "alter table parts detach partition parts_1",
              "create table parts_3 partition of parts for values from (20) to (30)")) {
        assertThat(recorded(connection, sql)).as(sql).contains("public.parent", "public.parts");
      }
    }
  }

  @Test
  void ddl_inReplicaRole_isRecorded() throws SQLException {
    try (Connection postgres = database.as("postgres")) {
      TestDatabase.execute(postgres, "set session_replication_role = replica");
      assertThat(recorded(postgres, "alter table other add column x int"))
          .isEqualTo("public.other");
    }
  }

  @Test
  void functionsAndOperators_inUsersSearchPath_areNotCalled() throws SQLException {
    database.runAs(
        "app",
        "create schema evil",
        "create function evil.unnest(text[]) returns setof text language plpgsql as"
            + " $$ begin raise 'called with the rights of %', current_user; end $$",
        "create function evil.ne(text, text) returns boolean language plpgsql as"
            + " $$ begin raise 'called with the rights of %', current_user; end $$",
        "create operator evil.<> (leftarg = text, rightarg = text, function = evil.ne)");
    try (Connection app = database.as("app")) {
      TestDatabase.execute(app, "set search_path = evil, public, pg_catalog");
      assertThat(recorded(app, "alter table public.a add column x int")).contains("public.a");
    } finally {
      database.runAs("app", "drop schema evil cascade");
    }
  }

  @Test
  void plimsollSchema_dropped_leavesDdlWorking() throws Exception {
    TestDatabase other = server().fresh("removed");
    other.run("create table t (id int primary key)");
    other.setUp("t");
    other.run("drop event trigger plimsoll_ddl", "drop event trigger plimsoll_drop");
    other.run("drop publication plimsoll", "drop schema plimsoll cascade", "drop table t");
    assertThat(other.column("select count(*) from pg_event_trigger")).containsExactly("0");
  }

  /**
   * Runs it in a transaction that is rolled back, so that each case starts from the same tables.
   */
  private static String recorded(Connection connection, String sql) throws SQLException {
    String last = column(connection, "select coalesce(max(id), 0) from plimsoll.ddl").getFirst();
    connection.setAutoCommit(false);
    try {
      TestDatabase.execute(connection, sql);
      TestDatabase.execute(connection, "reset search_path");
      return String.join(
          " ",
          column(
              connection,
              "select distinct relation collate \"C\" from plimsoll.ddl where id > %s order by 1"
                  .formatted(last)));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
