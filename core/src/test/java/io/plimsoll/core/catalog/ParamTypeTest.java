package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamTypeTest {
  @ParameterizedTest
  @CsvSource({
    "BIGINT,42,42",
    "BIGINT,0042,42",
    "BIGINT,-0,0",
    "BIGINT,-9223372036854775808,-9223372036854775808",
    "INT,2147483647,2147483647",
    "SMALLINT,-32768,-32768",
    "NUMERIC,1.50,1.5",
    "NUMERIC,100,100",
    "NUMERIC,-0.0,0",
    "BOOLEAN,true,true",
    "TEXT,Ünï ✓,Ünï ✓",
    "UUID,123E4567-E89B-12D3-A456-426614174000,123e4567-e89b-12d3-a456-426614174000",
    "DATE,2024-02-29,2024-02-29",
    "TIMESTAMPTZ,2026-01-31T12:00:00+02:00,2026-01-31T10:00:00Z",
    "TIMESTAMPTZ,2026-01-31T12:00:00.123456Z,2026-01-31T12:00:00.123456Z"
  })
  void text_ofTheType_becomesCanonical(ParamType type, String text, String canonical) {
    assertThat(type.parse(text))
        .isInstanceOfSatisfying(
            Parsed.Valid.class, valid -> assertThat(valid.canonical()).isEqualTo(canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "BIGINT,9223372036854775808",
    "BIGINT,+1",
    "BIGINT,1.0",
    "BIGINT,' 1'",
    "BIGINT,''",
    "BIGINT,1e3",
    "BIGINT,٣",
    "INT,2147483648",
    "SMALLINT,32768",
    "NUMERIC,1e400",
    "NUMERIC,NaN",
    "NUMERIC,.5",
    "BOOLEAN,TRUE",
    "BOOLEAN,1",
    "UUID,123e4567e89b12d3a456426614174000",
    "UUID,1-1-1-1-1",
    "DATE,2023-02-29",
    "DATE,0000-01-01",
    "DATE,2023-2-9",
    "DATE,infinity",
    "TIMESTAMPTZ,2026-01-31T12:00:00",
    "TIMESTAMPTZ,now",
    "TIMESTAMPTZ,2026-02-30T12:00:00Z",
    "TIMESTAMPTZ,0000-12-31T00:00:00Z"
  })
  void text_notOfTheType_isInvalid(ParamType type, String text) {
    assertThat(type.parse(text)).isInstanceOf(Parsed.Invalid.class);
  }

  @Test
  void text_withNulOrLoneSurrogate_isInvalid() {
    assertThat(ParamType.TEXT.parse("a\u0000b")).isInstanceOf(Parsed.Invalid.class);
    assertThat(ParamType.TEXT.parse("a\ud800b")).isInstanceOf(Parsed.Invalid.class);
    assertThat(ParamType.TEXT.parse("😀")).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void message_ofLongText_isShortened() {
    Parsed.Invalid invalid = (Parsed.Invalid) ParamType.INT.parse("x".repeat(5_000));
    assertThat(invalid.message()).isEqualTo("must be an int, was \"" + "x".repeat(60) + "…\"");
  }

  @Test
  void limits_ofNumberAndText_hold() {
    Param limit = param(ParamType.INT, Param.In.QUERY, "1", "100");
    assertThat(limit.parse("100")).isInstanceOf(Parsed.Valid.class);
    assertThat(limit.parse("101")).isEqualTo(new Parsed.Invalid("an int of 1 to 100", "\"101\""));
    Param name = param(ParamType.TEXT, Param.In.BODY, "2", "3");
    assertThat(name.parse("😀😀😀")).isInstanceOf(Parsed.Valid.class);
    assertThat(name.parse("a")).isInstanceOf(Parsed.Invalid.class);
  }

  @Test
  void text_inUrlWithoutMax_hasALimit() {
    Param q =
        new Param(
            "q",
            new ValueType(ParamType.TEXT, false),
            Param.In.QUERY,
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(q.parse("x".repeat(1_000))).isInstanceOf(Parsed.Valid.class);
    assertThat(q.parse("x".repeat(1_001))).isInstanceOf(Parsed.Invalid.class);
  }

  private static Param param(ParamType type, Param.In in, String min, String max) {
    return new Param(
        "p",
        new ValueType(type, false),
        in,
        true,
        Optional.empty(),
        Optional.of(min),
        Optional.of(max));
  }
}
