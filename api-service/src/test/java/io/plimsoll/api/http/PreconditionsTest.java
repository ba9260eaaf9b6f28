package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PreconditionsTest {
  private static final String ETAG = "\"abc\"";

  @Test
  void absentHeader_sendsTheBody() {
    assertThat(Preconditions.noneMatch(null, ETAG)).isTrue();
  }

  @Test
  void sameTag_strongOrWeakOrInAList_isAMatch() {
    assertThat(Preconditions.noneMatch("\"abc\"", ETAG)).isFalse();
    assertThat(Preconditions.noneMatch("W/\"abc\"", ETAG)).isFalse();
    assertThat(Preconditions.noneMatch("\"x\", \"abc\"", ETAG)).isFalse();
    assertThat(Preconditions.noneMatch("*", ETAG)).isFalse();
  }

  @Test
  void otherTag_sendsTheBody() {
    assertThat(Preconditions.noneMatch("\"abcd\"", ETAG)).isTrue();
    assertThat(Preconditions.noneMatch("abc", ETAG)).isTrue();
  }
}
