package io.plimsoll.local.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The setup itself: rights, publication, running it again, and what it refuses. */
class OriginSetupIT extends OriginServerIT {
  private static final String EVERYTHING =
      """
      select string_agg(line, e'\\n' order by line) from (
        select 'role ' || rolname || rolsuper || rolreplication || rolconfig::text as line
          from pg_roles where rolname like 'plimsoll%'
        union all select c.oid::regclass || ' ' || coalesce(relacl::text, '') || relreplident::text || relfilenode
          from pg_class c where relnamespace in ('public'::regnamespace, 'plimsoll'::regnamespace)
        union all select p.oid::regprocedure || ' ' || proacl::text
          from pg_proc p where pronamespace = 'plimsoll'::regnamespace
        union all select 'published ' || schemaname || tablename from pg_publication_tables
        union all select 'trigger ' || evtname || evtenabled::text from pg_event_trigger
        union all select 'ddl ' || relation || command from plimsoll.ddl
        union all select 'shape ' || id || relation || columns::text from plimsoll.shapes
        union all select 'watched ' || name from plimsoll.watched) as all_lines
      """;

  private static final String ONE_SHAPE = "[{\"relation\": \"public.a\", \"columns\": [\"id\"]}]";

  private TestDatabase database = new TestDatabase("", "");

  @BeforeEach
  void prepare() throws SQLException {
    database = server().fresh("setup");
    database.run(
        "create table a (id int primary key, n int)",
        "create table b (id serial primary key)",
        "create table nokey (n int)",
        "insert into nokey values (1)",
        "create schema \"Sales\"",
        "create table \"Sales\".\"Order, big\" (id bigint generated always as identity primary key)");
  }

  @Test
  void setup_runTwice_changesNothing() throws Exception {
    database.setUp("a", "public.b", "nokey");
    register("[{\"relation\": \"public.a\", \"columns\": [\"n\"]}]");
    List<String> before = database.column(EVERYTHING);

    assertThat(database.setUp("a", "public.b", "nokey")).isEmpty();

    assertThat(database.column(EVERYTHING)).isEqualTo(before);
  }

  @Test
  void setup_withOneMoreTable_addsIt() throws Exception {
    database.setUp("a");
    database.setUp("Sales.Order, big");

    assertThat(published())
        .containsExactly(
            "Sales.Order, big",
            "plimsoll.api_keys",
            "plimsoll.ddl",
            "plimsoll.heartbeat",
            "plimsoll.invalidated",
            "plimsoll.shapes",
            "public.a");
    database.runAs("plimsoll_writer", "insert into \"Sales\".\"Order, big\" default values");
    assertThat(database.columnAs("plimsoll_reader", "select id from \"Sales\".\"Order, big\""))
        .containsExactly("1");
  }

  @Test
  void tableWithoutKey_isSetToFull_andItsUpdatesWork() throws Exception {
    assertThat(database.setUp("nokey")).singleElement().asString().contains("public.nokey");
    database.run("update nokey set n = 2");
    assertThat(database.column("select relreplident from pg_class where relname = 'nokey'"))
        .containsExactly("f");
  }

  @Test
  void tablesWithoutUsableIdentity_keepTheirUpdates() throws Exception {
    database.run(
        "create table late (id int primary key deferrable)",
        "create table hidden (id int primary key)",
        "alter table hidden replica identity nothing",
        "create table family (id int primary key)",
        "create table child () inherits (family)",
        "create table parts (id int primary key) partition by range (id)",
        "create table parts_1 partition of parts for values from (0) to (10)",
        "alter table parts_1 replica identity nothing");

    assertThat(database.setUp("late", "hidden", "family", "parts")).hasSize(4);

    for (String table : List.of("late", "hidden", "child", "parts")) {
      database.run("insert into " + table + " values (1)", "update " + table + " set id = 2");
    }
    assertThat(published()).contains("public.family", "public.child", "public.parts_1");
  }

  @Test
  void reader_canOnlyRead() throws Exception {
    database.setUp("a");
    assertThat(database.columnAs("plimsoll_reader", "select count(*) from a")).containsExactly("0");
    assertRefused("plimsoll_reader", "insert into a values (1)", "read-only transaction");
    String writable = "begin read write; ";
    assertRefused("plimsoll_reader", writable + "insert into a values (1)", "permission denied");
    assertRefused("plimsoll_reader", "select * from b", "permission denied");
    assertRefused("plimsoll_reader", writable + "create table x (id int)", "permission denied");
    assertRefused("plimsoll_reader", "select * from plimsoll.beat(1)", "permission denied");
    assertRefused("plimsoll_reader", "select plimsoll.ensure_incarnation()", "permission denied");
    assertRefused("plimsoll_reader", "set session_replication_role = replica", "permission denied");
  }

  @Test
  void shapes_areRegisteredByTheReaderThroughTheFunctionOnly() throws Exception {
    database.setUp("a");
    register(
        """
        [{"relation": "public.a", "columns": ["n", "id", "n"]},
         {"relation": "public.a", "columns": ["id", "n"]},
         {"relation": "public.a", "columns": ["id"]}]\
        """);
    register("[{\"relation\": \"public.a\", \"columns\": [\"n\", \"id\"]}]");

    assertThat(shapes()).containsExactlyInAnyOrder("public.a {id,n}", "public.a {id}");
    assertThat(
            database.columnAs(
                "plimsoll_capture",
                "select relation || ' ' || columns::text from plimsoll.registered_shapes()"))
        .isEqualTo(shapes());
    String insert = "insert into plimsoll.shapes (relation, columns) values ('public.a', '{n}')";
    assertRefused("plimsoll_reader", "begin read write; " + insert, "permission denied");
    assertRefused(
        "plimsoll_reader", "begin read write; delete from plimsoll.shapes", "permission denied");
    assertRefused("plimsoll_capture", insert, "permission denied");
    assertRefused("plimsoll_writer", "select plimsoll.register_shapes('[]')", "permission denied");
    assertRefused("plimsoll_reader", "select plimsoll.registered_shapes()", "permission denied");
  }

  @Test
  void shapes_thatAreNone_orTooMany_areRefused() throws Exception {
    database.setUp("a");
    assertShapesRefused("[{\"relation\": \"public.a\", \"columns\": []}]", "check constraint");
    assertShapesRefused("[{\"relation\": \"public.a\", \"columns\": [null]}]", "check constraint");
    assertShapesRefused("[{\"relation\": \"public.a\"}]", "check constraint");
    assertShapesRefused("[{\"columns\": [\"id\"]}]", "not-null constraint");
    String many =
        IntStream.rangeClosed(0, 2000)
            .mapToObj("{\"relation\": \"public.a\", \"columns\": [\"c%d\"]}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    assertShapesRefused(many, "more than 2000 rows");
    assertThat(shapes()).isEmpty();
  }

  /** The capture must not begin behind a registration that it will not be told of. */
  @Test
  void registeredShapes_whileOneRegisters_waitForItsEnd() throws Exception {
    database.setUp("a");
    try (Connection registering = database.as("plimsoll_reader")) {
      registering.setAutoCommit(false);
      TestDatabase.execute(registering, "set transaction read write");
      TestDatabase.execute(registering, registration(ONE_SHAPE));
      assertRefused(
          "plimsoll_capture",
          "set lock_timeout = '100ms'; select plimsoll.registered_shapes()",
          "lock timeout");
      assertThat(shapes()).as("who only looks does not wait").isEmpty();
      registering.commit();
    }
    assertThat(
            database.columnAs(
                "plimsoll_capture", "select relation from plimsoll.registered_shapes()"))
        .containsExactly("public.a");
  }

  @Test
  void idempotency_isTheWritersAlone() throws Exception {
    database.setUp("a");
    database.runAs(
        "plimsoll_writer",
        "insert into plimsoll.idempotency (key, request, xid, incarnation) values (sha256('k'), sha256('r'), '7', '')",
        "update plimsoll.idempotency set status = 200",
        "delete from plimsoll.idempotency");
    String read = "select * from plimsoll.idempotency";
    assertRefused("plimsoll_reader", read, "permission denied");
    assertRefused("plimsoll_capture", read, "permission denied");
    assertThat(published()).doesNotContain("plimsoll.idempotency");
  }

  @Test
  void installationFromBeforeShapes_isUpgraded_andThenSettled() throws Exception {
    database.setUp("a");
    database.run(
        "alter publication plimsoll drop table plimsoll.shapes",
        "drop function plimsoll.register_shapes",
        "drop function plimsoll.registered_shapes",
        "drop table plimsoll.shapes",
        "alter publication plimsoll drop table plimsoll.api_keys",
        "drop table plimsoll.api_keys");

    database.setUp("a");

    assertThat(published()).contains("plimsoll.shapes", "plimsoll.api_keys");
    register(ONE_SHAPE);
    assertThat(shapes()).containsExactly("public.a {id}");
    List<String> settled = database.column(EVERYTHING);
    database.setUp("a");
    assertThat(database.column(EVERYTHING)).isEqualTo(settled);
  }

  @Test
  void installationFromBeforeInvalidations_isUpgraded_andThenSettled() throws Exception {
    database.setUp("a");
    database.run(
        "alter publication plimsoll drop table plimsoll.invalidated",
        "drop function plimsoll.invalidate",
        "drop table plimsoll.invalidated");

    database.setUp("a");

    assertThat(published()).contains("plimsoll.invalidated");
    List<String> settled = database.column(EVERYTHING);
    database.setUp("a");
    assertThat(database.column(EVERYTHING)).isEqualTo(settled);
  }

  @Test
  void reader_invalidatesByTheFunctionAlone_andOnlyWhereItIsTold() throws Exception {
    database.setUp("a");
    String one =
        "select plimsoll.invalidate('plimsoll', '[{\"relation\": \"public.a\", \"tag\": \"#x\"}]')";
    database.runAs("plimsoll_reader", "begin read write", one, "commit");
    assertThat(database.column("select relation || tag from plimsoll.invalidated"))
        .containsExactly("public.a#x");
    assertRefused(
        "plimsoll_reader",
        "begin read write; insert into plimsoll.invalidated (relation) values ('*')",
        "permission denied");
    assertRefused("plimsoll_writer", one, "permission denied");
    assertRefused(
        "plimsoll_reader",
        "begin read write; select plimsoll.invalidate('plimsoll', '[]')",
        "between 1 and 1000");
    database.run("alter publication plimsoll drop table plimsoll.invalidated");
    assertRefused("plimsoll_reader", "begin read write; " + one, "run the setup again");
  }

  @Test
  void reader_makesTemporaryFunctions_whereNobodyElseMay() throws Exception {
    database.run("revoke temporary on database setup from public");
    database.setUp("a");
    List<String> before = database.column(EVERYTHING);
    database.runAs(
        "plimsoll_reader",
        "begin read write; create function pg_temp.f() returns int language sql as 'select 1'; commit");
    assertRefused(
        "plimsoll_writer",
        "create function pg_temp.f() returns int language sql as 'select 1'",
        "permission denied");
    database.setUp("a");
    assertThat(database.column(EVERYTHING)).isEqualTo(before);
  }

  @Test
  void writer_writesNamedTablesOnly() throws Exception {
    database.setUp("a", "b");
    database.runAs(
        "plimsoll_writer", "insert into b default values", "update a set n = 1", "delete from a");
    assertRefused("plimsoll_writer", "insert into nokey values (1)", "permission denied");
    assertRefused("plimsoll_writer", "truncate a", "permission denied");
    assertRefused("plimsoll_writer", "select * from plimsoll.beat(1)", "permission denied");
    assertRefused("plimsoll_writer", "delete from plimsoll.ddl", "permission denied");
  }

  @Test
  void capture_makesSlotsAndBeats_andWritesNothingElse() throws Exception {
    database.setUp("a");
    assertThat(
            database.columnAs(
                "plimsoll_capture",
                "select slot_name from pg_create_logical_replication_slot('test_slot', 'pgoutput')"))
        .containsExactly("test_slot");
    database.runAs("plimsoll_capture", "select pg_drop_replication_slot('test_slot')");
    assertRefused("plimsoll_capture", "insert into a values (1)", "permission denied");
    assertRefused("plimsoll_capture", "update plimsoll.heartbeat set xid = 1", "permission denied");
    assertRefused("plimsoll_capture", "select plimsoll.also_affected(null)", "permission denied");
    assertThat(
            database.column(
                "select rolname from pg_roles where rolsuper and rolname like 'plimsoll%'"))
        .isEmpty();
  }

  @Test
  void apiKeys_areMadeAndRevokedByTheAdmin_andReadByTheReader() throws Exception {
    database.setUp("a");
    String insert =
        "insert into plimsoll.api_keys (hash, id, name) values (repeat('0', 64), 'k', 'a key')";
    String revoke = "update plimsoll.api_keys set revoked = now()";
    for (String role : List.of("plimsoll_reader", "plimsoll_writer", "plimsoll_capture")) {
      for (String write : List.of(insert, revoke, "delete from plimsoll.api_keys")) {
        assertRefused(role, "begin read write; " + write, "permission denied");
      }
    }
    assertRefused("plimsoll_writer", "select id from plimsoll.api_keys", "permission denied");
    database.runAs("plimsoll_admin", insert, revoke);
    for (String write :
        List.of(
            "update plimsoll.api_keys set tenant = 'other'",
            "delete from plimsoll.api_keys",
            "truncate plimsoll.api_keys",
            "select * from a",
            "select * from plimsoll.shapes",
            "select * from plimsoll.beat(1)")) {
      assertRefused("plimsoll_admin", write, "permission denied");
    }
    assertThat(
            database.columnAs(
                "plimsoll_reader", "select id from plimsoll.api_keys where revoked is not null"))
        .containsExactly("k");
  }

  @Test
  void apiKey_thatIsNoHash_orHasHalfARate_isRefused() throws Exception {
    database.setUp("a");
    String insert = "insert into plimsoll.api_keys (hash, id, name%s) values (%s, 'k', 'n'%s)";
    assertRefused("plimsoll_admin", insert.formatted("", "'plk_secret'", ""), "check constraint");
    assertRefused(
        "plimsoll_admin",
        insert.formatted(", rate_requests", "repeat('0', 64)", ", 1"),
        "check constraint");
  }

  @Test
  void passwords_areSetAsScram_andWork() throws Exception {
    database.setUp("a");
    assertThat(
            database.column(
                "select distinct left(rolpassword, 14) from pg_authid where rolname like 'plimsoll%'"))
        .containsExactly("SCRAM-SHA-256$");
    try (Connection operator = database.as("postgres")) {
      assertThatThrownBy(() ->
              new OriginSetup()
                  .apply(operator, TestDatabase.FILES, List.of("a"), Map.of("postgres", "x")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void problems_areToldAtOnce_andNothingIsDone() throws Exception {
    database.run(
        "create sequence v",
        "create unlogged table fleeting (id int primary key)",
        "create table parts (id int) partition by range (id)");
    assertThat(failure(() -> database.setUp("a", "missing", "v", "fleeting", "parts", "x.y")))
        .hasMessage(
            """
            table public.missing does not exist in database setup
            public.v is not a table or view: foreign tables, sequences and indexes cannot be watched
            table public.fleeting is unlogged or temporary: its changes are not in the WAL and cannot be watched
            partitioned table public.parts has no primary key: give it one
            table x.y does not exist in database setup\
            """)
        .extracting(OriginSetupException::code)
        .isEqualTo("origin-not-ready");
    assertThat(database.column("select count(*) from pg_publication")).containsExactly("0");
  }

  @Test
  void operatorWithoutRights_isTold() throws Exception {
    database.run(
        "drop role if exists nobody_special", "create role nobody_special login password 'secret'");
    try (Connection operator = database.as("nobody_special")) {
      assertThat(
              failure(() ->
                  new OriginSetup().apply(operator, TestDatabase.FILES, List.of("a"), Map.of())))
          .hasMessage(
              "role nobody_special is not a superuser: event triggers and a role with REPLICATION"
                  + " can only be made by one; run the setup as a superuser such as postgres");
      assertThat(operator.getAutoCommit()).isTrue();
    }
  }

  @Test
  void publicationForAllTables_isRefused() throws Exception {
    database.run("create publication plimsoll for all tables");
    assertThat(failure(() -> database.setUp("a"))).hasMessageContaining("FOR ALL TABLES");
  }

  @Test
  void lockedTable_givesUpInsteadOfBlockingEveryone() throws Exception {
    try (Connection busy = database.as("postgres")) {
      busy.setAutoCommit(false);
      TestDatabase.execute(busy, "lock table nokey in access exclusive mode");
      assertThat(failure(() -> database.setUp("nokey"))).hasMessageContaining("locked");
      busy.rollback();
    }
  }

  static OriginSetupException failure(ThrowingCallable call) {
    @Nullable OriginSetupException failure = catchThrowableOfType(OriginSetupException.class, call);
    assertThat(failure).isNotNull();
    return java.util.Objects.requireNonNull(failure);
  }

  private void assertRefused(String role, String sql, String message) {
    assertThatThrownBy(() -> database.runAs(role, sql)).as(sql).hasMessageContaining(message);
  }

  private void assertShapesRefused(String json, String message) {
    assertThatThrownBy(() -> register(json)).as(json).hasMessageContaining(message);
  }

  /** As an API does. */
  private void register(String json) throws SQLException {
    database.runAs("plimsoll_reader", "begin read write", registration(json), "commit");
  }

  private static String registration(String json) {
    return "select plimsoll.register_shapes('" + json + "')";
  }

  private List<String> shapes() throws SQLException {
    return database.columnAs(
        "plimsoll_reader",
        "select relation || ' ' || columns::text from plimsoll.shapes order by id");
  }

  private List<String> published() throws SQLException {
    return database.column(
        "select (schemaname || '.' || tablename) collate \"C\" from pg_publication_tables order by 1");
  }
}
