package io.plimsoll.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.ParamType;
import io.plimsoll.core.catalog.ValueType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonMemberTest {
  private static Param param(ParamType type, boolean array) {
    return new Param(
        "p",
        new ValueType(type, array),
        Param.In.BODY,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> read(Param param, String json) {
    RequestValues values = new RequestValues();
    JsonMember.take(
        values, param, JsonBody.parse(("{\"p\":" + json + "}").getBytes(UTF_8)).getValue("p"));
    values.check();
    return values.canonical().getOrDefault("p", List.of("absent"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BIGINT  | 7                    | 7",
        "NUMERIC | 1.50                 | 1.5",
        "NUMERIC | 0.12345678901234567890123 | 0.12345678901234567890123",
        "NUMERIC | \"1.50\"             | 1.5",
        "BOOLEAN | true                 | true",
        "TEXT    | \"a,b\"              | a,b",
        "DATE    | \"2026-01-31\"       | 2026-01-31"
      })
  void value_inItsJsonForm_isTaken_aloneAndAsAnElement(
      ParamType type, String json, String canonical) {
    assertThat(read(param(type, false), json)).containsExactly(canonical);
    assertThat(read(param(type, true), "[" + json + "," + json + "]"))
        .containsExactly(canonical, canonical);
  }

  @Test
  void texts_ofAnArray_areTakenAsTheyAre() {
    assertThat(read(param(ParamType.TEXT, true), "[\"a,b\",\"\",\"c\\\\\"]"))
        .containsExactly("a,b", "", "c\\");
    assertThat(read(param(ParamType.TEXT, true), "[]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BIGINT | false | \"7\"       | expected a bigint, was a JSON string",
        "BIGINT | false | [7]         | expected a bigint, was a JSON array",
        "TEXT   | false | 7           | expected a text without NUL and lone surrogates, was a JSON number",
        "BIGINT | true  | 7           | expected a list, each element a bigint, was a JSON number",
        "BIGINT | true  | \"1,2\"     | expected a list, each element a bigint, was a JSON string",
        "BIGINT | true  | {}          | expected a list, each element a bigint, was a JSON object",
        "BIGINT | true  | null        | expected a list, each element a bigint, was nothing",
        "BIGINT | true  | [1,\"2\"]   | expected a bigint as element 2, was a JSON string",
        "BIGINT | true  | [1,null]    | expected a bigint as element 2, was a JSON null",
        "BIGINT | true  | [1,[2]]     | expected a bigint as element 2, was a JSON array",
        "BIGINT | true  | [1,{}]      | expected a bigint as element 2, was a JSON object",
        "NUMERIC| true  | [1e999]     | expected a numeric without exponent as element 1, was \"1E+999\"",
        "BIGINT | true  | [1,1.5]     | expected a bigint as element 2, was \"1.5\"",
        "UUID   | true  | [\"x\"]     | expected a uuid such as 123e4567-e89b-12d3-a456-426614174000 as element 1, was \"x\""
      })
  void otherJson_isRefused(ParamType type, boolean array, String json, String message) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> read(param(type, array), json));
    assertThat(refused.problem().detail()).isEqualTo("p: " + message);
  }

  @Test
  void elements_beyondTheLimit_areRefused() {
    String json = "[1" + ",1".repeat(100) + "]";
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> read(param(ParamType.INT, true), json));
    assertThat(refused.problem().detail())
        .isEqualTo("p: expected a list of at most 100 elements, was 101 elements");
  }
}
