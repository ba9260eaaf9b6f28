package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays; {@link ParamTypeTest} has what a single value may be. */
class ParamTest {
  private static Param array(ParamType element) {
    return array(element, Optional.empty(), Optional.empty());
  }

  private static Param array(ParamType element, Optional<String> min, Optional<String> max) {
    return new Param(
        "p", new ValueType(element, true), Param.In.QUERY, true, Optional.empty(), min, max);
  }

  private static List<String> elements(Parsed parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Elements.class);
    return ((Parsed.Elements) parsed).canonical();
  }

  private static String problem(Parsed parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    return ((Parsed.Invalid) parsed).message();
  }

  @Test
  void elements_keepTheirOrderAndRepetitions_andAreCanonical() {
    Parsed parsed = array(ParamType.BIGINT).parse("3,01,3,-0");
    assertThat(elements(parsed)).containsExactly("3", "1", "3", "0");
    assertThat(((Parsed.Elements) parsed).type()).isEqualTo(ParamType.BIGINT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMALLINT    | 7,-7",
        "INT         | 7,-7",
        "BIGINT      | 7,-7",
        "NUMERIC     | 1.5,-7",
        "BOOLEAN     | true,false",
        "TEXT        | true,7",
        "UUID        | 123e4567-e89b-12d3-a456-426614174000,00000000-0000-0000-0000-000000000000",
        "DATE        | 2024-02-29,2026-01-31",
        "TIMESTAMPTZ | 2026-01-31T12:00:00Z,2026-01-31T12:00:00.123456Z"
      })
  void everyType_canBeAnElement(ParamType type, String text) {
    assertThat(elements(array(type).parse(text))).containsExactly(text.split(",", -1));
  }

  @ParameterizedTest
  @EnumSource(ParamType.class)
  void emptyText_isTheArrayWithoutElements(ParamType type) {
    assertThat(elements(array(type).parse(""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1,,2      | must be a bigint as element 2, was ''",
        "1,2,      | must be a bigint as element 3, was ''",
        ",         | must be a bigint as element 1, was ''",
        "` 1`      | must be a bigint as element 1, was ' 1'",
        "1, 2      | must be a bigint as element 2, was ' 2'",
        "1,two,x   | must be a bigint as element 2, was 'two'",
        "1;2       | must be a bigint as element 1, was '1;2'",
        "{1,2}     | must be a bigint as element 1, was '{1'",
        "1\\,2     | must be a bigint as element 1, was '1,2'",
        "1,null    | must be a bigint as element 2, was 'null'"
      })
  void badList_ofNumbers_isRefusedWithThePosition(String text, String message) {
    assertThat(problem(array(ParamType.BIGINT).parse(text))).isEqualTo(message.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a\\,b,c       | a,b   | c",
        "a\\\\,c       | a\\    | c",
        "\\\\\\,,\\,     | \\,    | ,",
        "null,NULL     | null  | NULL",
        "{\"x\"},'y'   | {\"x\"} | 'y'"
      })
  void escapes_standForCommaAndBackslash(String text, String first, String second) {
    assertThat(elements(array(ParamType.TEXT).parse(text))).containsExactly(first, second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b\\c", "b\\", "\\\\\\"})
  void backslash_thatEscapesNothing_isRefused(String element) {
    assertThat(problem(array(ParamType.TEXT).parse("a," + element)))
        .isEqualTo(
            "must be a text with each backslash before a comma or backslash as element 2, was \""
                + element
                + "\"");
  }

  @Test
  void emptyElement_ofTexts_isRefused_whereTheEmptyTextIsNoElements() {
    Param texts = array(ParamType.TEXT);
    assertThat(problem(texts.parse("a,,b")))
        .isEqualTo(
            "must be a text without NUL and lone surrogates of 1 to 1000 characters as element 2,"
                + " was \"\"");
    assertThat(texts.parse("a,")).isInstanceOf(Parsed.Invalid.class);
    assertThat(elements(texts.parse(List.of("", "a")))).containsExactly("", "a");
  }

  @Test
  void text_asElementInAUrl_hasTheLimitOfOneAlone() {
    Param texts = array(ParamType.TEXT);
    assertThat(elements(texts.parse("x".repeat(1_000) + ",y"))).hasSize(2);
    assertThat(problem(texts.parse("y," + "x".repeat(1_001)))).contains("as element 2");
  }

  @Test
  void number_ofElements_isLimited() {
    assertThat(elements(array(ParamType.INT).parse("1" + ",1".repeat(99)))).hasSize(100);
    assertThat(problem(array(ParamType.INT).parse("1" + ",1".repeat(100))))
        .isEqualTo("must be a list of at most 100 elements, was 101 elements");
    Param few = array(ParamType.UUID, Optional.of("1"), Optional.of("2"));
    assertThat(problem(few.parse("")))
        .isEqualTo("must be a list of 1 to 2 elements, was 0 elements");
    assertThat(problem(few.parse(List.of("a", "b", "c")))).endsWith("was 3 elements");
  }

  @Test
  void limits_ofAnArray_areNotThoseOfItsElements() {
    Param two = array(ParamType.INT, Optional.empty(), Optional.of("2"));
    assertThat(elements(two.parse("999"))).containsExactly("999");
    assertThat(problem(two.parse("2147483648"))).contains("an int as element 1");
  }
}
