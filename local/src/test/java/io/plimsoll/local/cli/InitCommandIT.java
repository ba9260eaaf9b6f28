package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drafts of real schemas: the catalog takes them, and their databases run every query. */
class InitCommandIT extends DraftCase {
  @TempDir private Path folder;

  @Test
  void draft_ofTheExample_isACatalogThatRuns() throws Exception {
    Ran ran = init("articles");
    assertThat(ran.code()).as(ran.err()).isZero();
    List<QueryDef> queries = assertRuns("articles", ran.out());
    assertThat(paths(queries))
        .contains(
            "articles-by-id /articles/{id}",
            "articles-by-author-id /users/{author_id}/articles",
            "article-tags-by-article-id-and-tag /article-tags/{article_id}/{tag}",
            "article-tags-by-tag /tags/{tag}/article-tags",
            "users-by-handle /users-by-handle/{handle}");
    assertThat(queries).hasSize(11).allMatch(query -> query.keyed().isEmpty());
    assertThat(ran.out()).doesNotContain("*").doesNotContain("left out");
  }

  @Test
  void draft_ofANastySchema_isACatalogThatRuns() throws Exception {
    Ran ran = init("nasty", "--schema", "public,Sales Dept,dotted.schema");
    assertThat(ran.code()).as(ran.err()).isZero();
    List<QueryDef> queries = assertRuns("nasty", ran.out());
    assertThat(paths(queries))
        .contains(
            "order-by-id /order/{id}",
            "order-2-by-id /order-2/{id}",
            "sales-dept-order-by-order /order/{order}/sales-dept.order",
            "words-by-value /words-by-value/{value}",
            "words-by-current-user /words-by-current-user/{current_user}",
            "tasks-by-tenant-id-and-project-number /projects/{tenant_id}/{project_number}/tasks",
            "notes-by-reply-to /notes/{reply_to}/notes",
            "two-refs-by-a /order-2/{a}/two-refs-by-a",
            "two-refs-by-b /order-2/{b}/two-refs-by-b",
            "odd-params-by-limit /order-2/{limit_2}/odd-params",
            "metrics-by-id-and-day /metrics/{id}/{day}");
    assertThat(ran.out())
        .contains(
            "# public.nokey\n  # - left out: no primary key",
            "# - left out: by its key: address is of type inet, which no parameter has",
            "# - left out: by its key: the name of token looks secret",
            "# Not shown, as the name looks secret: password_hash, apiToken",
            "# - left out: unlogged: its changes cannot be watched",
            "# public.seen\n  # - left out: a view",
            "# - left out: the name of its schema has a dot")
        .doesNotContain("metrics_2026")
        .doesNotContain("t.password_hash");
  }

  @Test
  void draft_madeTwice_isTheSame() {
    assertThat(init("nasty").out()).isEqualTo(init("nasty").out());
  }

  @Test
  void existingFile_isKeptUnlessForced() throws Exception {
    Path file = folder.resolve("catalog.yaml");
    String url = url("articles");
    assertThat(Ran.command("init", "--from-db", url, "--out", file.toString()).out())
        .contains("11 queries of 6 tables; 0 left out", "next: ./plimsoll up --postgres ")
        .doesNotContain("topsecret");
    Files.writeString(file, "mine");

    Ran refused = Ran.command("init", "--from-db", url, "--out", file.toString());

    assertThat(refused.code()).isEqualTo(Main.WRONG_USE);
    assertThat(refused.err()).contains("--force");
    assertThat(file).hasContent("mine");
    assertThat(Ran.command("init", "--from-db", url, "--out", file.toString(), "--force").code())
        .isZero();
    assertThat(CatalogParser.parse(file).queries()).hasSize(11);
  }

  @Test
  void onlyTheTablesThatWereNamed_areDrafted() {
    Catalog catalog =
        CatalogParser.parse("draft", init("articles", "--tables", "users,public.tags").out());
    assertThat(catalog.tables()).containsExactly("public.tags", "public.users");
  }

  @Test
  void wrongUse_exitsWith2AndOneMessage() {
    assertThat(init("articles", "--tables", "nothing").err()).contains("there is no table nothing");
    assertThat(init("empty").err()).contains("there is no table in schema public");
    assertThat(init("nasty", "--tables", "nokey").err()).contains("nothing can be drafted");
    assertThat(init("articles", "--schema", "pg_catalog").err()).contains("system schema");
    assertThat(init("missing").err()).contains("cannot be read").doesNotContain("topsecret");
    assertThat(Ran.command("init", "--from-db", "nonsense").code()).isEqualTo(Main.WRONG_USE);
    assertThat(Ran.command("init").code()).isEqualTo(Main.WRONG_USE);
    assertThat(init("empty").code()).isEqualTo(Main.WRONG_USE);
    assertThat(Ran.command("init", "--help").code()).isZero();
  }

  private static List<String> paths(List<QueryDef> queries) {
    return queries.stream().map(query -> query.name() + " " + query.path()).toList();
  }

  /** Null for every parameter: what is proven is that names and types are right. */
  private List<QueryDef> assertRuns(String database, String text) throws SQLException {
    List<QueryDef> queries = CatalogParser.parse("draft", text).queries();
    try (Connection connection = postgres().connect(database)) {
      for (QueryDef query : queries) {
        try (PreparedStatement statement =
            connection.prepareStatement("explain " + query.sql().jdbc())) {
          for (int i = 1; i <= query.sql().names().size(); i++) {
            statement.setNull(i, java.sql.Types.NULL);
          }
          assertThat(statement.execute()).as(query.name()).isTrue();
        }
      }
    }
    return queries;
  }
}
