package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.read.Capturing;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is captured stands in the statement behind all else. */
final class StatementsTest {
  private static final QueryDef ANY =
      CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst();

  private static TagPlan.Capture capture(String sql, String... names) {
    return new TagPlan.Capture(sql, List.of(names));
  }

  private static ReadRequest request(TagPlan.Capture... captures) {
    return request(ANY, captures);
  }

  private static ReadRequest request(QueryDef query, TagPlan.Capture... captures) {
    Capturing capturing =
        new Capturing(
            List.of(captures),
            names -> names.stream().<Object>map(name -> name + "'s value").toList(),
            captured -> List.of());
    Query lookup = new Query(new CacheKey("k"), List.of(), Duration.ofSeconds(2));
    return new ReadRequest(query, Arrays.asList("first", null), lookup, true, capturing);
  }

  @Test
  void statement_isMadeAnew_onlyWhenOtherThingsAreCaptured() {
    int[] made = new int[1];
    Statements statements =
        new Statements((query, captures) -> query.name() + captures.size() + "/" + ++made[0]);
    assertThat(statements.of(request())).isEqualTo(ANY.name() + "0/1");
    assertThat(statements.of(request())).isEqualTo(ANY.name() + "0/1");
    assertThat(statements.of(request(capture("select 1")))).isEqualTo(ANY.name() + "1/2");
    assertThat(statements.of(request(capture("select 1")))).isEqualTo(ANY.name() + "1/2");
    assertThat(statements.of(request(capture("select 2")))).isEqualTo(ANY.name() + "1/3");
    assertThat(statements.of(request())).isEqualTo(ANY.name() + "0/4");
  }

  /** A catalog with other SQL under the same name has taken the place of the one before. */
  @Test
  void otherSqlOfTheSameName_isAnotherStatement() {
    String text =
        """
        queries:
          thing:
            get: /things
            sql: select %s from things
        """;
    QueryDef before = CatalogParser.parse("c", text.formatted("a")).queries().getFirst();
    QueryDef after = CatalogParser.parse("c", text.formatted("b")).queries().getFirst();
    Statements statements = new Statements((query, captures) -> query.sql().jdbc().strip());

    assertThat(statements.of(request(before))).isEqualTo("select a from things");
    assertThat(statements.of(request(after))).isEqualTo("select b from things");
    assertThat(statements.of(request(before))).as("under way").isEqualTo("select a from things");
  }

  @Test
  void captures_areColumnsBehindTheOthers_whateverTheyEndWith() {
    List<TagPlan.Capture> captures =
        List.of(capture("select a from t -- end", "id"), capture("select b from t"));
    assertThat(PostgresOrigin.wrap(ANY, captures))
        .isEqualTo(
            PostgresOrigin.wrap(ANY)
                + ",\n  (select array_agg(v) from (\nselect a from t -- end\n) as c (v))"
                + ",\n  (select array_agg(v) from (\nselect b from t\n) as c (v))");
  }

  @Test
  void values_ofTheCaptures_comeBehindTheQuerys() {
    assertThat(CaptureColumns.values(request(capture("?,?", "b", "a"), capture("?", "b"))))
        .containsExactly("first", null, "b's value", "a's value", "b's value");
    assertThat(CaptureColumns.values(request())).containsExactly("first", null);
  }
}
