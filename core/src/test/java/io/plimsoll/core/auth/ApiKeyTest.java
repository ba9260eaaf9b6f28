package io.plimsoll.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void random_has256Bits_andIsNeverTheSame() {
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String text = ApiKey.random(random).text();
      assertThat(text).startsWith("plk_");
      assertThat(Base64.getUrlDecoder().decode(text.substring(4))).hasSize(32);
      texts.add(text);
    }
    assertThat(texts).hasSize(1_000);
  }

  @Test
  void parse_ofItsText_isTheSameKey() {
    ApiKey key = ApiKey.random(random);
    assertThat(ApiKey.parse(key.text()).map(ApiKey::hash)).contains(key.hash());
  }

  /** From {@code printf %s plk_AAA… | sha256sum}. */
  @Test
  void hash_isSha256InHexadecimal() {
    assertThat(ApiKey.parse("plk_" + "A".repeat(43)).orElseThrow().hash())
        .isEqualTo("8b1b0d9a45fb483f53d465a35011b74b5a8df41e30d63cad1772d6fcdbd9c4be");
  }

  @Test
  void toString_saysNothing() {
    ApiKey key = ApiKey.random(random);
    assertThat(key.toString()).doesNotContain(key.text().substring(4), key.hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plk_", "AAAA", "plk_é", "PLK_", "plk_A A"})
  void parse_ofAnotherText_isNone(String text) {
    assertThat(ApiKey.parse(text)).isEmpty();
    assertThat(ApiKey.parse(text + "A".repeat(44))).isEmpty();
  }

  @Test
  void parse_withALineBreakBehind_isNone() {
    assertThat(ApiKey.parse(ApiKey.random(random).text() + "\n")).isEmpty();
  }
}
