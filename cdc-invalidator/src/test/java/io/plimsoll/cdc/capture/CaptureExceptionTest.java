package io.plimsoll.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureExceptionTest {
  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300", "60000"})
  void of_aServerThatIsAway_passesByItself(String state) {
    assertThat(code(state)).isEqualTo("postgres-unavailable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"28P01", "42501", "42883", "53400", "55000"})
  void of_aServerThatSaysNo_waitsForAPerson(String state) {
    assertThat(code(state)).isEqualTo("postgres-refused");
  }

  @Test
  void of_aFailureWithoutState_isAServerThatIsAway() {
    assertThat(code(null)).isEqualTo("postgres-unavailable");
  }

  private static String code(@Nullable String state) {
    return CaptureException.of("it", new SQLException("reason", state)).code();
  }
}
