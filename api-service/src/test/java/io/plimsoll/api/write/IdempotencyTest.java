package io.plimsoll.api.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.WriteDef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IdempotencyTest {
  private static final WriteDef WRITE =
      CatalogParser.parse(
              "catalog.yaml",
              """
              queries:
                q: { get: /q, sql: select a from t }
              writes:
                w:
                  post: /w
                  params: { a: "text[]", b: { type: text, default: null } }
                  sql: insert into t values (:a, :b) returning a
              """)
          .writes()
          .getFirst();

  private static String request(Map<String, List<String>> values, String... condition) {
    return Idempotency.of("", "k", WRITE, values, List.of(condition)).request();
  }

  private static String key(String who, String key) {
    return Idempotency.of(who, key, WRITE, Map.of(), List.of()).key();
  }

  @Test
  void sameValues_areTheSameRequest() {
    assertThat(request(Map.of("a", List.of("1"), "b", List.of("x"))))
        .isEqualTo(request(Map.of("b", List.of("x"), "a", List.of("1"))));
  }

  @Test
  void otherValuesInTheSameBytes_areAnotherRequest() {
    String request = request(Map.of("a", List.of("1", "2")));
    assertThat(request)
        .isNotEqualTo(request(Map.of("a", List.of("12"))))
        .isNotEqualTo(request(Map.of("a", List.of("1"), "b", List.of("2"))))
        .isNotEqualTo(request(Map.of("a", List.of("1", "2", "null"))))
        .isNotEqualTo(request(Map.of("a", List.of("1", "2"), "b", List.of(""))))
        .isNotEqualTo(request(Map.of("a", List.of("1", "2")), "\"etag\""));
  }

  @Test
  void keyOfAnother_isAnotherKey() {
    assertThat(key("a", "bc")).isNotEqualTo(key("ab", "c")).isNotEqualTo(key("", "abc"));
    assertThat(key("a", "bc")).isEqualTo(key("a", "bc"));
  }
}
