package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.origin.CatalogCheck;
import io.plimsoll.api.origin.ResultColumn;
import io.plimsoll.api.origin.Standing;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queries are cached is decided from the real server's catalogs. */
final class CacheabilityIT {
  private static final List<String> PGBENCH =
      List.of(
          "create table pgbench_branches (bid int primary key, bbalance int, filler char(88))",
          "create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84))",
          "create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84))",
          "create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))");

  /** Made after the setup, so that nothing here is published; {@code guarded} was. */
  private static final List<String> OBSTACLES =
      List.of(
          "alter table guarded enable row level security",
          "create table unpublished (id int)",
          "create unlogged table unlogged (id int)",
          "create table parts (id int) partition by list (id)",
          "create view seen as select * from articles",
          "create view seen_unpublished as select * from unpublished",
          "grant select on seen, seen_unpublished, unpublished, unlogged, parts to plimsoll_reader",
          "create function mine(int) returns int immutable language sql as 'select $1'",
          "create function author_name(articles) returns text stable language sql"
              + " as 'select u.name from users u where u.id = $1.author_id'",
          "create function any_row(anyelement, int default 1) returns int stable language sql"
              + " as 'select 1'",
          "create function shout(text) returns text stable language sql as 'select upper($1)'",
          "create function title(int) returns text stable language sql as 'select $1::text'",
          "create domain label as text",
          "create type mood as enum ('good', 'it''s ok', 'bad')",
          "alter type mood add value 'best' before 'good'",
          "create function to_oid(money) returns oid immutable language sql as 'select 1::oid'",
          "create cast (money as oid) with function to_oid(money)");

  private static final Watchdog watchdog = Watchdog.start();
  private static EmbeddedPostgres postgres;
  private static Connection reader;

  @BeforeAll
  static void start(@TempDir Path folder) throws SQLException, OriginSetupException {
    Layout layout = Layout.find();
    postgres =
        new EmbeddedPostgres(
            new Binaries(Path.of("target", "embedded")),
            folder,
            new Ports().next(),
            "secret",
            Map.of(),
            watchdog);
    postgres.start();
    List<String> tables = new ArrayList<>(List.of("public.guarded"));
    tables.addAll(example("articles").tables());
    tables.addAll(example("pgbench").tables());
    try (Connection operator = postgres.connect("postgres")) {
      OriginSetup setup = new OriginSetup();
      setup.loadExample(operator, layout.example("articles"));
      execute(operator, PGBENCH);
      execute(operator, List.of("create table guarded (id int primary key)"));
      setup.apply(operator, layout.originSql(), tables, Map.of("plimsoll_reader", "reader"));
      execute(operator, OBSTACLES);
    }
    reader = DriverManager.getConnection(postgres.jdbcUrl("postgres"), "plimsoll_reader", "reader");
  }

  @AfterAll
  static void stop() throws SQLException {
    reader.close();
    postgres.close();
    watchdog.close();
  }

  private static void execute(Connection connection, List<String> sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    }
  }

  private static Catalog example(String name) {
    return CatalogParser.parse(Layout.find().example(name).resolve("catalog.yaml"));
  }

  private static CatalogCheck.Result check(Catalog catalog) throws SQLException {
    CatalogCheck.Result result = CatalogCheck.run(catalog, "plimsoll", reader, Optional.empty());
    assertThat(result.problems()).isEmpty();
    return result;
  }

  /**
   * The reason against the one query; declares {@code :p}, {@code :list} and {@code :at} when used.
   */
  private static String reason(String sql) throws SQLException {
    String params = sql.contains(":p") ? "p: text" : "";
    params += sql.contains(":list") ? "list: 'text[]'" : "";
    params += sql.contains(":at") ? "at: timestamptz" : "";
    String yaml =
        "queries:\n  q:\n    get: /q\n    params: { %s }\n    sql: |\n      %s\n"
            .formatted(params, sql);
    return check(CatalogParser.parse("test", yaml)).standing("q").obstacle().orElse("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"articles", "pgbench"})
  void example_everyQuery_isCacheable(String name) throws SQLException {
    assertThat(check(example(name)).standings().values())
        .allSatisfy(standing -> {
          assertThat(standing.obstacle()).isEmpty();
          assertThat(standing.unproven()).isEmpty();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select * from parts                            | table public.parts is not wholly in publication plimsoll",
        "select * from seen_unpublished                 | table public.unpublished, read by view public.seen_unpublished, is not wholly",
        "select * from guarded                          | table public.guarded has row level security",
        "select * from unlogged                         | table public.unlogged is unlogged",
        "select * from unpublished                      | table public.unpublished is not wholly in publication plimsoll",
        "select * from users tablesample system (10)    | tablesample gives other rows each time"
      })
  void relation_whoseChangesAreNotAllSeen_isRefused(String sql, String reason) throws SQLException {
    assertThat(reason(sql)).startsWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mine(1)                     | function public.mine is not built in",
        "random()                    | function random is volatile",
        "now()                       | function now is stable only",
        "LOCALTIMESTAMP              | localtimestamp depends on the moment or the session",
        "localtime::text             | localtime depends on the moment or the session",
        "current_date                | current_date depends on the moment or the session",
        "user                        | user depends on the moment or the session",
        "upper(Current_User)         | current_user depends on the moment or the session",
        "session_user                | session_user depends on the moment or the session",
        "current_role                | current_role depends on the moment or the session",
        "current_catalog             | current_catalog depends on the moment or the session",
        "current_schema              | current_schema depends on the moment or the session",
        "a.author_name               | function public.author_name is not built in",
        "(a).author_name             | function public.author_name is not built in",
        "a.any_row                   | function public.any_row is not built in",
        "(a.title).shout             | function public.shout is not built in"
      })
  void function_inAnySpelling_isRefused(String expression, String reason) throws SQLException {
    assertThat(reason("select " + expression + " from articles a")).startsWith(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamptz 'NOW'",
        "'today 10:00'::timestamptz",
        "'today10:00'::timestamp",
        "'yesterday 00:00 UTC'::timestamptz",
        "$$now$$::date",
        "E'\\x6eow'::timestamptz",
        "'{tomorrow}'::timestamptz[]",
        "'[today,)'::tstzrange"
      })
  void string_thatMayBeAMoment_isRefused(String literal) throws SQLException {
    assertThat(reason("select a.id from articles a where (" + literal + ") is not null"))
        .startsWith("the string")
        .contains("may stand for a moment");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cast(:p as timestamptz)                    | it casts text to timestamptz",
        ":p::date                                   | it casts text to date",
        "a.created_at > :p::timestamp with time zone| it casts text to timestamptz",
        "concat(:p, ' 10:00')::timestamp(0)         | it casts text to timestamp",
        "cast(:p as time)                           | it casts text to time",
        ":p::time with time zone                    | it casts text to timetz",
        ":p::pg_catalog.date[]                      | it casts text to date",
        ":p::tstzrange                              | it casts text to tstzrange",
        ":list::date[]                              | it casts text to date",
        "(select min(t) from unnest(:list::timestamptz[]) t) | it casts text to timestamptz",
        "a.title::date                              | it casts text to date",
        ":p::regclass                               | function regclass is stable only",
        "regrole(:p)                                | it casts text to regrole",
        ":p::label                                  | it casts to label which is not built in",
        "label(:p)                                  | it casts to label which is not built in",
        "1::money::oid                              | function public.to_oid is not built in"
      })
  void cast_thatReadsMoreThanItsValue_isRefused(String expression, String reason)
      throws SQLException {
    assertThat(reason("select " + expression + " from articles a")).startsWith(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.created_at::date",
        "cast(a.created_at at time zone 'UTC' as date)",
        "a.created_at > :at",
        ":at::date",
        ":p::int",
        "lower(:p)",
        "a.title = any(:list)",
        ":list::int[]",
        "a.id::text",
        "a.created_at < 'infinity' and a.created_at > '2026-01-31' and a.title = 'known'",
        "to_tsvector('english'::regconfig, a.title)",
        "a.title",
        "a.title = 'today is monday'",
        "a.*"
      })
  void expression_thatDependsOnRowsAndParametersOnly_isCacheable(String expression)
      throws SQLException {
    assertThat(reason("select " + expression + " from articles a")).isEqualTo("none");
  }

  private static final String LIST =
      """
      queries:
        list:
          get: /list
          sql: select id, category, status, author_id, created_at, array[1] as many from articles
          page:
            by: [id]
            sort: [-created_at]
            filter: { category: { type: text, ops: [eq, in] }, author_id: bigint, created_at: { type: timestamptz, ops: [gte] } }
      """;

  /** Every page of a list, in any order, with any filters, by one analysis of each. */
  @ParameterizedTest
  @ValueSource(strings = {"list", "list/next", "list/-created_at", "list/-created_at/next"})
  void filters_thatAreGiven_areInTheTags(String page) throws SQLException {
    TagPlan plan = check(CatalogParser.parse("test", LIST)).standing(page).plan();
    assertThat(plan.captures()).isEmpty();
    assertThat(tags(plan, Map.of())).containsExactly("public.articles!", "public.articles*");
    assertThat(tags(plan, Map.of("created_at_gte", List.of("2026-01-01T00:00:00Z"))))
        .containsExactly("public.articles!", "public.articles*");
    assertThat(tags(plan, Map.of("category", List.of("film"))))
        .contains("public.articles{category=film}")
        .doesNotContain("public.articles*");
    assertThat(tags(plan, Map.of("category_in", List.of("film", "music"))))
        .contains("public.articles{category=film}", "public.articles{category=music}")
        .doesNotContain("public.articles*");
    assertThat(tags(plan, Map.of("author_id", List.of("7"))))
        .contains("public.articles{author_id=7}")
        .doesNotContain("public.articles*");
  }

  private static List<String> tags(TagPlan plan, Map<String, List<String>> values) {
    return plan.tags(values).stream().map(Tag::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "author_id: bigint | nix: bigint     | queries.list.sql: Postgres refuses it: column \"nix\" does not exist",
        "author_id: bigint | author_id: text | queries.list.sql: Postgres refuses it: operator does not exist: bigint = text",
        "by: [id]          | by: [nix]       | queries.list.sql: Postgres refuses it: column \"nix\" does not exist",
        "[-created_at]     | [nix]           | queries.list.page: the SQL returns 0 columns nix, must be 1",
        "[-created_at]     | [many]          | queries.list.page: column many is _int4: a cursor can hold integers"
      })
  void list_thatDoesNotFitItsColumns_isRefused(String from, String to, String problem)
      throws SQLException {
    String text = LIST.replace(from, to);
    assertThat(text).isNotEqualTo(LIST);
    assertThat(
            CatalogCheck.run(
                    CatalogParser.parse("test", text), "plimsoll", reader, Optional.empty())
                .problems())
        .anyMatch(line -> line.startsWith(problem));
  }

  @Test
  void view_isFollowedToItsTables() throws SQLException {
    String yaml =
        "queries:\n  q:\n    get: /q/{id}\n    params: { id: bigint }\n    sql: select title from seen where id = :id\n";
    TagPlan plan = check(CatalogParser.parse("test", yaml)).standing("q").plan();
    assertThat(plan.tags(Map.of("id", List.of("7"))).stream().map(Tag::toString))
        .containsExactlyInAnyOrder(
            "public.articles!", "public.seen!", "public.articles{id}!", "public.articles{id=7}");
  }

  @Test
  void columnsOfEnums_haveTheirLabels_inTheirOrder() throws SQLException {
    String yaml =
        "queries:\n  q:\n    get: /q\n    sql: select 'bad'::mood as one, array['bad'::mood] as many,"
            + " 'x'::text as other, title from articles\n";
    Standing standing = check(CatalogParser.parse("test", yaml)).standing("q");
    List<String> labels = List.of("best", "good", "it's ok", "bad");
    assertThat(standing.columns())
        .containsExactly(
            new ResultColumn("one", "mood", labels),
            new ResultColumn("many", "_mood", labels),
            new ResultColumn("other", "text"),
            new ResultColumn("title", "text"));
  }
}
