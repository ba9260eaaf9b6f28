package io.plimsoll.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextTest {
  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("int2", (short) -3, "-3"),
        Arguments.of("int4", 7, "7"),
        Arguments.of("INT8", Long.MAX_VALUE, "9223372036854775807"),
        Arguments.of("bigserial", 7L, "7"),
        Arguments.of("bool", true, "true"),
        Arguments.of("text", " a,b ", " a,b "),
        Arguments.of("varchar", "", ""),
        Arguments.of("uuid", "0F0E-A", "0f0e-a"),
        Arguments.of("date", 0, "1970-01-01"),
        Arguments.of("date", 20484, "2026-01-31"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void of_aCanonicalType_isItsText(String type, Object value, String text) {
    assertThat(CanonicalText.of(type, value)).isEqualTo(new Cell.Text(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"numeric", "bpchar", "citext", "_text", "float8", "timestamptz", "name"})
  void of_aTypeWithSeveralTextsForAValue_isOpaque(String type) {
    assertThat(CanonicalText.of(type, "1")).isEqualTo(Cell.OPAQUE);
  }

  @Test
  void of_null_isNull() {
    assertThat(CanonicalText.of("text", null)).isEqualTo(Cell.NULL);
    assertThat(CanonicalText.of("uuid", null)).isEqualTo(Cell.NULL);
    assertThat(CanonicalText.of("date", null)).isEqualTo(Cell.NULL);
  }

  @Test
  void of_aValueThatWasNotSent_isOpaque() {
    assertThat(CanonicalText.of("text", CanonicalText.UNAVAILABLE)).isEqualTo(Cell.OPAQUE);
  }

  @Test
  void of_aDateBeyondTheCalendar_isOpaque() {
    assertThat(CanonicalText.of("date", Integer.MAX_VALUE)).isEqualTo(Cell.OPAQUE);
    assertThat(CanonicalText.of("date", day(10_000))).isEqualTo(Cell.OPAQUE);
    assertThat(CanonicalText.of("date", day(0) + 365))
        .as("31 December of 1 BC")
        .isEqualTo(Cell.OPAQUE);
  }

  private static int day(int year) {
    return (int) LocalDate.of(year, 1, 1).toEpochDay();
  }
}
