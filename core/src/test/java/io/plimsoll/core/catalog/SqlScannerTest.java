package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScannerTest {
  /** Parameters shown as {@code <name>}, question marks as {@code <?>}. */
  private static String scan(String sql) throws SqlException {
    List<SqlScanner.Piece> pieces = SqlScanner.scan(sql);
    return pieces.stream()
        .map(piece ->
            switch (piece) {
              case SqlScanner.Piece.Text text -> text.text();
              case SqlScanner.Piece.QuestionMark mark -> "<?>";
              case SqlScanner.Piece.Name name -> "<" + name.name() + ">";
            })
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~~",
      quoteCharacter = '`',
      value = {
        "where id = :id ~~ where id = <id>",
        "where a=:a and b=:b_2 or c=:a ~~ where a=<a> and b=<b_2> or c=<a>",
        "select :a::int, x::text ~~ select <a>::int, x::text",
        "tags ? :t ~~ tags <?> <t>",
        "tags ?| array[:a,:b] and x @? '$.a' ~~ tags <?>| array[<a>,<b>] and x @<?> '$.a'",
        "a[1:n], a[:lo], a[lo:hi], a [i : j] ~~ a[1:n], a[<lo>], a[lo:hi], a [i : j]",
        "array[:a] || array [x, :b] ~~ array[<a>] || array [x, <b>]",
        "array[case when x then :y end] ~~ array[case when x then <y> end]",
        "f(a := :x, b => :y) ~~ f(a := <x>, b => <y>)",
        "json_object('k': :v) ~~ json_object('k': <v>)"
      })
  void parameter_outsideOfQuotes_isFound(String sql, String expected) throws SqlException {
    assertThat(scan(sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ':a ?'",
        "select 'it''s :a'",
        "select E'\\' :a'",
        "select e'\\\\', 'x :a'",
        "select \":a ?\"",
        "select \"a\"\":b\"",
        "select $$ :a ' $$",
        "select $t$ $$ :a $t$",
        "select a$b, 1 -- :a ' ?",
        "select /* :a /* :b */ :c */ 1",
        "select '\\', x::int",
        "select nameE'x' :: text"
      })
  void colon_insideOfQuotesAndComments_isText(String sql) throws SqlException {
    assertThat(scan(sql)).isEqualTo(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select 1;                 | select 1",
        "select 1 ; -- done        | select 1 ",
        "select ';' ;/* x */ ;     | !one statement",
        "select 1; select :a       | !after the semicolon at line 1, column 9",
        "select 'abc               | !unterminated quoted string at line 1, column 8",
        "select \"abc              | !unterminated quoted identifier",
        "select $$abc              | !unterminated dollar-quoted string",
        "select /* /* */           | !unterminated comment",
        "select $1                 | !use :name"
      })
  void statement_endingOddly_isToldOrTrimmed(String sql, String expected) throws SqlException {
    if (expected.startsWith("!")) {
      assertThatThrownBy(() -> SqlScanner.scan(sql)).hasMessageContaining(expected.substring(1));
    } else {
      assertThat(scan(sql).stripTrailing()).isEqualTo(expected.stripTrailing());
    }
  }
}
