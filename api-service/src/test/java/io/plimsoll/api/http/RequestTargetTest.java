package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.problem.ProblemType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "*",
        "/a",
        "/a/b?c=d/e//f&g=../",
        "/a%2Fb",
        "/%e2%82%ac?%F0%9F%98%80",
        "/a..b/...",
        "/%2e%2ea",
        "/?",
        "http://host/a",
        "https://host/a?b",
        "/a;v=2",
        "/a?b=c%00",
        "/%ED%9F%BF",
        "/%EF%BF%BF"
      })
  void target_thatIsOne_passes(String uri) {
    assertThat(RequestTarget.problem(uri)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "host:80",
        "http://host",
        "http://host?a",
        "/ ",
        "/\u007f",
        "/\u00e9",
        "/a#b",
        "/%",
        "/%4",
        "/%4g",
        "/%\uff11\uff11",
        "/%C0%AF",
        "/%E0%80%AF",
        "/%ED%A0%80",
        "/?%ED%BF%BF",
        "/%F4%90%80%80",
        "/%80",
        "/?a=%E2%82",
        "/%E2%82/%AC",
        "/.",
        "/..",
        "/a/../b",
        "/a/%2e%2E",
        "/a/.%2e?b",
        "/%2e",
        "http://host/../a"
      })
  void target_thatIsNotOne_isABadRequest(String uri) {
    assertThat(RequestTarget.problem(uri).orElseThrow().type()).isEqualTo(ProblemType.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//", "/a/", "/a//b", "//a", "/a/?b", "http://host//a"})
  void emptySegment_isNoPath(String uri) {
    assertThat(RequestTarget.problem(uri).orElseThrow().type()).isEqualTo(ProblemType.NO_SUCH_PATH);
  }
}
