package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page of another origin may do. The JDK's client may not say Origin, so a socket does. */
final class CorsIT {
  private static final String ALLOWED = "https://app.example.org";

  private static Articles articles;

  @BeforeAll
  static void start() {
    articles =
        Articles.start(
            Articles.builder(Service.API)
                .environment(
                    Service.API, "PLIMSOLL_CORS_ORIGINS", ALLOWED + ",http://localhost:3000")
                .environment(Service.API, "PLIMSOLL_CORS_CREDENTIALS", "true"));
    articles.until("/articles/1", response -> response.status() == 200);
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static Response ask(String method, String path, String... headers) {
    return RawHttp.send(articles.stack().endpoints().port(), method, path, headers);
  }

  private static Map<String, String> cors(Response response) {
    return response.headers().map().entrySet().stream()
        .filter(e -> e.getKey().toLowerCase(Locale.ROOT).startsWith("access-control-"))
        .collect(
            Collectors.toMap(
                e -> e.getKey().toLowerCase(Locale.ROOT),
                e -> e.getValue().getFirst(),
                (a, b) -> a,
                TreeMap::new));
  }

  @Test
  void allowedOrigin_mayReadTheAnswer_andItsHeaders() {
    Response response = ask("GET", "/articles/1", "Origin: " + ALLOWED);
    assertThat(response.status()).isEqualTo(200);
    assertThat(cors(response))
        .containsEntry("access-control-allow-origin", ALLOWED)
        .containsEntry("access-control-allow-credentials", "true")
        .containsOnlyKeys(
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-expose-headers");
    assertThat(cors(response).get("access-control-expose-headers"))
        .contains("Plimsoll-Token", "Plimsoll-Freshness", "ETag");
  }

  @Test
  void otherOrigin_isToldNothing_andNeitherIsNone() {
    for (String origin :
        List.of(
            "https://evil.example", ALLOWED + ".evil.example", "null", "HTTPS://APP.EXAMPLE.ORG")) {
      Response response = ask("GET", "/articles/1", "Origin: " + origin);
      assertThat(response.status()).isEqualTo(200);
      assertThat(cors(response)).as(origin).isEmpty();
      assertThat(
              cors(
                  ask(
                      "OPTIONS",
                      "/articles/1",
                      "Origin: " + origin,
                      "Access-Control-Request-Method: GET")))
          .as(origin)
          .isEmpty();
    }
    assertThat(cors(ask("GET", "/articles/1"))).isEmpty();
  }

  @Test
  void everyAnswer_variesByOrigin() {
    for (String path : List.of("/articles/1", "/nowhere", "/articles/x", "/openapi.json")) {
      assertThat(ask("GET", path).headers().allValues("vary").toString().toLowerCase(Locale.ROOT))
          .as(path)
          .contains("origin");
    }
  }

  @Test
  void preflight_isAnswered_beforeAnythingElse() {
    for (String path : List.of("/articles", "/nowhere")) {
      Response response =
          ask(
              "OPTIONS",
              path,
              "Origin: " + ALLOWED,
              "Access-Control-Request-Method: POST",
              "Access-Control-Request-Headers: content-type, plimsoll-after");
      assertThat(response.status()).isEqualTo(204);
      assertThat(response.body()).isEmpty();
      assertThat(cors(response))
          .containsEntry("access-control-allow-origin", ALLOWED)
          .containsEntry("access-control-max-age", "600")
          .doesNotContainKey("access-control-expose-headers");
      assertThat(cors(response).get("access-control-allow-methods"))
          .contains("GET", "POST", "PATCH", "DELETE");
      assertThat(cors(response).get("access-control-allow-headers"))
          .contains("Content-Type", "Plimsoll-After", "Authorization");
    }
  }

  @Test
  void options_withoutAnOrigin_tellsWhatThePathTakes() {
    Response response = ask("OPTIONS", "/articles");
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.header("Allow")).contains("POST");
    assertThat(cors(response)).isEmpty();
  }

  @Test
  void problem_canBeReadToo() {
    assertThat(cors(ask("GET", "/articles/x", "Origin: " + ALLOWED)))
        .containsEntry("access-control-allow-origin", ALLOWED);
  }
}
