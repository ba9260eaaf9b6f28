package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of the example and others, explained on a real database. */
class ExplainCommandIT {
  private static final Watchdog watchdog = Watchdog.start();
  private static EmbeddedPostgres postgres;
  private static Path catalog;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    Layout layout = Layout.find();
    catalog = layout.example("articles").resolve("catalog.yaml");
    postgres =
        new EmbeddedPostgres(
            new Binaries(layout.binaries()),
            data,
            new Ports().next(),
            "secret",
            Map.of(),
            watchdog);
    postgres.start();
    try (Connection operator = postgres.connect("postgres")) {
      OriginSetup setup = new OriginSetup();
      setup.loadExample(operator, layout.example("articles"));
      setup.apply(
          operator,
          layout.originSql(),
          List.copyOf(CatalogParser.parse(catalog).tables()),
          Map.of("plimsoll_reader", "reader"));
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
    watchdog.close();
  }

  private static Ran explain(Path file, String... words) {
    List<String> all = new ArrayList<>(List.of("explain", "--catalog", file.toString()));
    all.addAll(
        List.of(
            "--postgres",
            postgres
                .jdbcUrl("postgres")
                .replace("jdbc:postgresql://", "postgresql://plimsoll_reader:reader@")));
    all.addAll(List.of(words));
    return Ran.command(all.toArray(String[]::new));
  }

  private Path catalog(String sql) throws Exception {
    return Files.writeString(
        folder.resolve("catalog.yaml"),
        "queries:\n  q:\n    get: /q\n    params: { p: text }\n    sql: |\n      " + sql + "\n");
  }

  @Test
  void query_withValues_tellsTagsAndWhatEndsThem() {
    Ran ran = explain(catalog, "article", "id=1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "cached",
            "public.users{id=a.author_id}",
            "public.articles{id=1}",
            "UPDATE on public.articles: of a row with id = :id, before or after",
            "also reads select v::text from (select author_id from public.articles")
        .containsPattern("public\\.users\\{id=\\d+}")
        .contains("Index Scan");
  }

  @Test
  void query_asJson_isForScripts() {
    assertThat(explain(catalog, "article", "--json").out())
        .startsWith("{")
        .contains("\"cacheable\" : true", "\"query\" : \"article\"");
  }

  @Test
  void column_withoutAnIndex_isHinted() throws Exception {
    Ran ran = explain(catalog("select id from articles where title = :p"), "q");
    assertThat(ran.out()).contains("create index on public.articles (title)");
  }

  @Test
  void query_thatCannotBeCached_saysWhyWhereAndWhatToDo() throws Exception {
    Ran ran = explain(catalog("select id, now() from articles where title = :p"), "q");
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    assertThat(ran.out())
        .contains("not cached", "function now is stable only", "line 1, column 12");
  }

  @Test
  void wrongUse_isToldInOneLine() throws Exception {
    assertThat(explain(catalog, "nothing").err()).contains("has no query nothing; it has article");
    assertThat(explain(catalog, "article", "id=x").err())
        .contains("id must be a bigint, was \"x\"");
    assertThat(explain(catalog, "article", "slug=x").err())
        .contains("article needs a value for id");
    assertThat(explain(catalog, "article", "id").err()).contains("values look like id=1");
    assertThat(explain(catalog, "article", "id=1", "x=2").err())
        .contains("article has no parameter x");
    Ran refused = explain(catalog("select nix from articles where title = :p"), "q");
    assertThat(refused.code()).isEqualTo(Main.WRONG_USE);
    assertThat(refused.out()).contains("column \"nix\" does not exist", "line 1, column 8");
  }
}
