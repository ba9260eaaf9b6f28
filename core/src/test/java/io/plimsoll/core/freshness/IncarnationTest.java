package io.plimsoll.core.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IncarnationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"0", "9", "a", "z", "A", "Z", "-", "3f0c8f5e-5e0a-4c3b-9d4e-6a1b2c3d4e5f"})
  void lettersDigitsAndDashes_areOne(String value) {
    assertThat(new Incarnation(value).known()).isTrue();
  }

  @Test
  void none_isUnknown() {
    assertThat(Incarnation.UNKNOWN.known()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "a\n", "/", ":", "@", "[", "`", "{", "é", "٣", "Ａ", "a,b"})
  void anythingElse_isRefused_andQuoted(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Incarnation(value))
        .withMessageContaining('"' + value + '"');
  }

  @Test
  void eightyCharacters_areTheMost() {
    assertThat(new Incarnation("a".repeat(80)).known()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation("a".repeat(81)));
  }
}
