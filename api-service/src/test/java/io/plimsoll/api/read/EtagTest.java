package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EtagTest {
  @Test
  void validatorOfAnyCoding_isOfTheContent() {
    assertThat(Etag.isOf("abc", "abc")).isTrue();
    assertThat(Etag.isOf("abc-zstd", "abc")).isTrue();
    assertThat(Etag.isOf("abc-br", "abc")).isTrue();
  }

  @Test
  void otherValidator_isNot() {
    for (String other : new String[] {"", "ab", "abcd", "abc-", "abc-B", "abc-gzip-br", "-gzip"}) {
      assertThat(Etag.isOf(other, "abc")).as(other).isFalse();
    }
  }
}
