package io.plimsoll.local.origin;

import static io.plimsoll.local.origin.TestDatabase.EXAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.junit.jupiter.api.Test;

/** The examples load, and their catalogs' SQL runs with the rights of the services' roles. */
class ExamplesIT extends OriginServerIT {
  private static final OriginSetup SETUP = new OriginSetup();

  @Test
  void articles_loadedTwice_areLoadedOnce() throws Exception {
    TestDatabase database = server().fresh("articles");
    try (Connection operator = database.as("postgres")) {
      assertThat(SETUP.loadExample(operator, EXAMPLES.resolve("articles"))).isTrue();
      database.run("delete from articles where id = 7");
      assertThat(SETUP.loadExample(operator, EXAMPLES.resolve("articles"))).isFalse();
    }
    assertThat(database.column("select count(*) from articles")).containsExactly("11999");
  }

  @Test
  void articlesData_isTheSameEverywhere() throws Exception {
    TestDatabase database = loadedArticles("same");
    assertThat(
            database.column(
                "select md5(string_agg(concat_ws('|', id, author_id, category, status, title,"
                    + " summary, body), '' order by id)) from articles"))
        .containsExactly("c4af2b6f20cb82beac9fc3549fe174d8");
  }

  @Test
  void articlesCatalog_everyStatement_runsAsItsRole() throws Exception {
    assertRuns(
        CatalogParser.parse(EXAMPLES.resolve("articles/catalog.yaml")), loadedArticles("run"));
  }

  @Test
  void pgbenchCatalog_everyStatement_runsAsItsRole() throws Exception {
    TestDatabase database = server().fresh("bench");
    database.run(
        "create table pgbench_branches (bid int primary key, bbalance int, filler char(88))",
        "create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84))",
        "create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84))",
        "create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp)");
    assertRuns(CatalogParser.parse(EXAMPLES.resolve("pgbench/catalog.yaml")), database);
  }

  private TestDatabase loadedArticles(String name) throws Exception {
    TestDatabase database = server().fresh(name);
    try (Connection operator = database.as("postgres")) {
      SETUP.loadExample(operator, EXAMPLES.resolve("articles"));
    }
    return database;
  }

  /** Null for every parameter: what is proven is that names, types and rights are right. */
  private static void assertRuns(Catalog catalog, TestDatabase database) throws Exception {
    try (Connection operator = database.as("postgres")) {
      SETUP.apply(
          operator, TestDatabase.FILES, catalog.tables().stream().toList(), database.passwords());
    }
    try (Connection reader = database.as("plimsoll_reader");
        Connection writer = database.as("plimsoll_writer")) {
      for (QueryDef query : catalog.queries()) {
        explain(reader, query.sql().jdbc(), query.sql().names().size());
      }
      for (WriteDef write : catalog.writes()) {
        explain(writer, write.sql().jdbc(), write.sql().names().size());
      }
    }
  }

  private static void explain(Connection connection, String sql, int parameters) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
      for (int i = 1; i <= parameters; i++) {
        statement.setNull(i, java.sql.Types.NULL);
      }
      assertThat(statement.execute()).as(sql).isTrue();
    }
  }
}
