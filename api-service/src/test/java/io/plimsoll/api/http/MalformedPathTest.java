package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MalformedPathTest {
  @Test
  void wellFormed_passes() {
    assertThat(MalformedPath.is("/articles/1")).isFalse();
    assertThat(MalformedPath.is("/a%20b/%C3%A9")).isFalse();
  }

  @Test
  void brokenEscapes_areFound_whereverTheyAre() {
    assertThat(MalformedPath.is("/%zz")).isTrue();
    assertThat(MalformedPath.is("/ok%20/%2")).isTrue();
    assertThat(MalformedPath.is("/%")).isTrue();
  }
}
