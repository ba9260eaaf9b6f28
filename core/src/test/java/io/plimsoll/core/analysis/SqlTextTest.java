package io.plimsoll.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {
  private static String at(java.util.Optional<Finding.Place> place) {
    return place.map(p -> p.line() + ":" + p.column()).orElse("nowhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select now()                  | 1:8",
        "select now ()                 | 1:8",
        "select NOW()                  | 1:8",
        "select \"now\"()              | 1:9",
        "select now, now()             | 1:13",
        "select know(), my_now(), now()| 1:26",
        "select 'now()', now()         | 1:17",
        "select e'\\'now()', now()     | 1:20",
        "select $$now()$$, now()       | 1:19",
        "select $a$ $$now() $a$, now() | 1:25",
        "select /* now() */ now()      | 1:20",
        "select a.now                  | 1:10",
        "select 'now'                  | nowhere"
      })
  void call_isFoundOutsideOfStringsAndComments(String sql, String place) {
    assertThat(at(new SqlText(sql).call("now"))).isEqualTo(place);
  }

  @Test
  void literals_ofManyCharacters_areFound() {
    String many = "x".repeat(100_000);
    assertThat(
            new SqlText("select '%s', e'%s\\n', '%s'".formatted(many, many, "''".repeat(9_999)))
                .literals())
        .hasSize(3);
  }

  @Test
  void call_behindACommentToTheEndOfTheLine_isFound() {
    assertThat(at(new SqlText("select -- now()\n  now()").call("now"))).isEqualTo("2:3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a >= b and a > b | > | 1:14",
        "a->>'x' - 1      | - | 1:9",
        "'>' > a          | > | 1:5",
        "a = b            | > | nowhere"
      })
  void operator_isFoundAsAWhole(String sql, String name, String place) {
    assertThat(at(new SqlText(sql).operator(name))).isEqualTo(place);
  }

  @Test
  void words_theFirstOfThem_isFound() {
    assertThat(at(new SqlText("select xmin, ctid").word("ctid", "xmin"))).isEqualTo("1:8");
    assertThat(at(new SqlText("select a$b, \"x.y\"").word("x.y"))).isEqualTo("1:14");
  }

  @Test
  void literals_areThoseOfStrings() {
    assertThat(new SqlText("select 'a''b', E'\\'c', /* 'd' */ $x$e$x$ -- 'f'").literals())
        .extracting(SqlText.Literal::text)
        .containsExactly("'a''b'", "E'\\'c'", "$x$e$x$");
  }
}
