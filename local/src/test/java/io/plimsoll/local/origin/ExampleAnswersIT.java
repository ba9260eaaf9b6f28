package io.plimsoll.local.origin;

import static io.plimsoll.local.origin.TestDatabase.EXAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.SqlTemplate;
import io.plimsoll.core.catalog.WriteDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything in the examples' catalogs has an answer in their data, for the samples of a test. */
class ExampleAnswersIT extends OriginServerIT {
  private static final OriginSetup SETUP = new OriginSetup();

  @ParameterizedTest
  @ValueSource(strings = {"articles", "risks", "control-plane", "recipes"})
  void example_everyStatement_hasAnAnswer(String example) throws Exception {
    Catalog catalog = CatalogParser.parse(EXAMPLES.resolve(example).resolve("catalog.yaml"));
    Samples samples = Samples.of(example);
    TestDatabase database = loaded("answers_" + example.replace('-', '_'), example);
    setUp(database, catalog);

    SoftAssertions softly = new SoftAssertions();
    try (Connection reader = database.as("plimsoll_reader")) {
      for (QueryDef query : catalog.queries()) {
        softly.check(() -> answers(reader, query, samples.required(query.name(), query.params())));
        softly.check(() -> answers(reader, query, samples.all(query.name(), query.params())));
      }
    }
    try (Connection writer = database.as("plimsoll_writer")) {
      writer.setAutoCommit(false);
      for (WriteDef write : catalog.writes()) {
        softly.check(() -> {
          assertThat(rows(writer, write.sql(), samples.all(write.name(), write.params())))
              .as("rows of write %s", write.name())
              .isOne();
        });
        writer.rollback();
      }
    }
    softly.assertAll();
  }

  /** Of every table, whatever the machine. */
  @ParameterizedTest
  @CsvSource({
    "risks, 87ff19261484cabd9452941c4e76cef6",
    "control-plane, 7e6b5d15fa5f314577963cfa983a36a3",
    "recipes, 9d9b534ce60106196bbb80225428e516"
  })
  void exampleData_isTheSameEverywhere(String example, String digest) throws Exception {
    TestDatabase database = loaded("same_" + example.replace('-', '_'), example);
    StringBuilder digests = new StringBuilder();
    try (Connection connection = database.as("postgres")) {
      TestDatabase.execute(connection, "set time zone 'UTC'");
      for (String table :
          TestDatabase.column(
              connection,
              "select tablename from pg_tables where schemaname = 'public' order by tablename collate \"C\"")) {
        digests.append(
            TestDatabase.column(
                connection,
                "select '%1$s ' || md5(string_agg(t::text, '|' order by t::text collate \"C\")) from %1$s t"
                    .formatted(table)));
      }
      assertThat(TestDatabase.column(connection, "select md5('%s')".formatted(digests)).getFirst())
          .isEqualTo(digest);
    }
  }

  private TestDatabase loaded(String name, String example) throws Exception {
    TestDatabase database = server().fresh(name);
    try (Connection operator = database.as("postgres")) {
      assertThat(SETUP.loadExample(operator, EXAMPLES.resolve(example))).isTrue();
    }
    return database;
  }

  /** Views are not watched but their tables are, which the catalogs name as well. */
  private static void setUp(TestDatabase database, Catalog catalog) throws Exception {
    List<String> views =
        database.column("select 'public.' || viewname from pg_views where schemaname = 'public'");
    List<String> tables = new ArrayList<>(catalog.tables());
    tables.removeAll(views);
    try (Connection operator = database.as("postgres")) {
      SETUP.apply(operator, TestDatabase.FILES, tables, database.passwords());
    }
    for (String view : views) {
      database.run("grant select on " + view + " to plimsoll_reader");
    }
  }

  private static void answers(
      Connection reader, QueryDef query, Map<String, Optional<String>> values) throws SQLException {
    assertThat(rows(reader, query.sql(), values))
        .as("rows of query %s for %s", query.name(), values)
        .isBetween(1, query.one() ? 1 : Integer.MAX_VALUE);
  }

  private static int rows(
      Connection connection, SqlTemplate sql, Map<String, Optional<String>> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.jdbc())) {
      for (int i = 0; i < sql.names().size(); i++) {
        Optional<String> value = values.getOrDefault(sql.names().get(i), Optional.empty());
        if (value.isPresent()) {
          statement.setObject(i + 1, value.get(), Types.OTHER);
        } else {
          statement.setNull(i + 1, Types.NULL);
        }
      }
      int rows = 0;
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows++;
        }
      }
      return rows;
    }
  }
}
