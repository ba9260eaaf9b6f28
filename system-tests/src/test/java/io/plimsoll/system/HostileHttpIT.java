package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that no proper client sends, over raw sockets: exactly one answer each, as
 * docs/bad-input.md says, and the service goes on.
 */
final class HostileHttpIT {
  private static final String HEAD = "Host: localhost\r\n";
  private static final String END = "Connection: close\r\n\r\n";
  private static final String ARTICLE = "{\"title\":\"%s\",\"author_id\":1,\"category\":\"none\"}";

  private static Articles articles;
  private static String stored;

  @BeforeAll
  static void start() {
    articles =
        Articles.start(
            Articles.builder().environment(Service.API, "PLIMSOLL_HTTP_REQUEST_TIMEOUT", "2s"));
    articles.untilHit("/articles/1");
    stored = articles.sqlValue("select count(*) from articles");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  /** Nothing is lost, and the next one is served. */
  @AfterEach
  void nothingHasChanged() {
    assertThat(articles.get("/articles/1").status()).isEqualTo(200);
    assertThat(articles.sqlValue("select count(*) from articles")).isEqualTo(stored);
  }

  private static int port() {
    return articles.stack().endpoints().port();
  }

  private static Response ask(String request) {
    return RawConnection.ask(port(), request);
  }

  private static Response get(String target, String... fields) {
    return ask("GET " + target + " HTTP/1.1\r\n" + HEAD + String.join("", fields) + END);
  }

  private static Response post(String type, String body) {
    return ask(
        "POST /articles HTTP/1.1\r\n"
            + HEAD
            + ("Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n")
            + END
            + body);
  }

  private static void isProblem(Response response, int status, String code) {
    assertThat(response.status()).as(response.toString()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.body())
        .contains("\"type\":\"/problems/" + code + "\"", "\"status\":" + status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/articles/%00",
        "/articles/1%00",
        "/search?q=%00",
        "/search?q=a%00b",
        "/articles/%2B7",
        "/articles/+7",
        "/articles?limit=+7",
        "/articles/%EF%BC%97",
        "/articles/9223372036854775808",
        "/articles/NaN",
        "/articles?limit=NaN",
        "/articles?limit=1&limit=2",
        "/articles?limit=1&LIMIT=2",
        "/articles?LIMIT=1",
        "/articles/1?id=2",
        "/articles?colour=red",
        "/articles?=5",
        "/articles?limit",
        "/articles?limit=1;limit=2",
        "/articles?limit=1%26limit=2",
        "/articles/1;v=2"
      })
  void valueThatIsNone_is400(String target) {
    isProblem(get(target), 400, "invalid-parameters");
  }

  @Test
  void leadingZeros_areTheSameValue_andTheSameEntry() {
    String etag = articles.untilHit("/articles/7").header("ETag");
    Response zeros = get("/articles/007");
    assertThat(zeros.hit()).as(zeros.toString()).isTrue();
    assertThat(zeros.header("ETag")).isEqualTo(etag);
  }

  @Test
  void encodedDelimiters_arePartOfTheValue() {
    Response response = get("/articles?status=published%26limit=1");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).as("no article has that status").isEqualTo("[]");
    assertThat(get("/articles?status=published;limit=1").body()).isEqualTo("[]");
    assertThat(get("/categories/a%2Fb/articles").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/articles/%ED%A0%80",
        "/search?q=%ED%A0%80",
        "/search?%ED%A0%80=1",
        "/search?q=%C0%AF",
        "/articles/%C0%AE",
        "/categories/%E0%80%AF/articles",
        "/search?q=%FF",
        "/search?q=%F4%90%80%80",
        "/search?q=%E2%82",
        "/search?q=\u00e9",
        "/\u00c0\u00af",
        "/search?q=\u0000",
        "/articles/1\u0007",
        "/search?q=%zz",
        "/search?q=%4",
        "/articles/%",
        "/articles/1#x",
        "/articles/..",
        "/./articles",
        "/articles/%2e%2e/articles/1",
        "/articles/%2E./1",
        "/articles/.%2e",
        "articles/1",
        "evil:80"
      })
  void targetThatIsNotOne_is400(String target) {
    isProblem(get(target), 400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//articles/1",
        "/articles//1",
        "/articles/1/",
        "/articles/",
        "/articles;v=2",
        "/articles%2F1",
        "/ARTICLES/1",
        "*",
        "/categories//articles"
      })
  void otherPath_is404(String target) {
    isProblem(get(target), 404, "no-such-path");
  }

  @Test
  void absoluteTarget_isThePathAlone() {
    String etag = articles.untilHit("/articles/1").header("ETag");
    assertThat(get("http://evil.example/articles/1").header("ETag")).isEqualTo(etag);
    isProblem(get("http://evil.example/../articles/1"), 400, "bad-request");
  }

  @Test
  void hugeParameter_is414() {
    isProblem(get("/search?q=" + "x".repeat(1_000_000)), 414, "uri-too-long");
    // More than the kernel buffers: whoever closes at once resets the connection.
    isProblem(get("/search?q=" + "x".repeat(8_000_000)), 414, "uri-too-long");
  }

  @Test
  void tenThousandHeaders_are431() {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      fields.append("X-").append(i).append(": ").append(i).append("\r\n");
    }
    isProblem(get("/articles/1", fields.toString()), 431, "headers-too-large");
    isProblem(get("/articles/1", "X: " + "x".repeat(1_000_000) + "\r\n"), 431, "headers-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: \u000bchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 5,5\r\n",
        "Host: other\r\n",
        "X-Nul: a\u0000b\r\n",
        "X-Bell: a\u0007b\r\n",
        "X Name: a\r\n",
        ": a\r\n"
      })
  void headerThatLeavesTheExtentInDoubt_is400_andNothingAfterItIsServed(String fields) {
    try (RawConnection connection = new RawConnection(port())) {
      connection.send(
          "POST /articles HTTP/1.1\r\n"
              + HEAD
              + fields
              + "\r\n0\r\n\r\nGET /articles/1 HTTP/1.1\r\n"
              + HEAD
              + "\r\n");
      isProblem(connection.response(), 400, "bad-request");
      connection.endOutput().expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /articles/1 HTTP/1.1\r\n\r\n",
        "GET /articles/1 HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /articles/1 HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "GET /articles/1 Http/1.1\r\nHost: localhost\r\n\r\n",
        "GET /articles/1 HTTP/9\r\nHost: localhost\r\n\r\n",
        "GET /articles/1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
        "nonsense\r\n\r\n"
      })
  void requestThatIsNotHttp_is400(String request) {
    isProblem(ask(request), 400, "bad-request");
  }

  @Test
  void upgradeWithoutSettings_is400Once() {
    assertThat(get("/articles/1", "Upgrade: h2c\r\nConnection: Upgrade\r\n").status())
        .isEqualTo(400);
  }

  @Test
  void bytesInAHeader_areOnlyBytes_andNoToken() {
    assertThat(get("/articles/1", "X-Any: \u00c0\u00af\u00ed\u00a0\u0080\r\n").status())
        .isEqualTo(200);
    isProblem(
        get("/articles/1", "Plimsoll-After: \u00c0\u00af\u00ed\u00a0\u0080\r\n"),
        400,
        "token-invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /articles/1 HTTP/1.1\r\nHost: loc",
        "POST /articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{\"ti",
        "POST /articles HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"t"
      })
  void requestThatIsCut_is400_andThatStops_is408(String part) {
    isProblem(ask(part), 400, "bad-request");
    try (RawConnection connection = new RawConnection(port())) {
      isProblem(connection.send(part).response(), 408, "request-timeout");
      connection.endOutput().expectEnd();
    }
  }

  /** Each byte comes long before the connection would count as idle. */
  @Test
  void slowloris_is408() {
    try (RawConnection connection = new RawConnection(port())) {
      connection.send("GET /articles/1 HTTP/1.1\r\nX-Slow: ");
      await("an answer while the header goes on")
          .pollInterval(Duration.ofMillis(50))
          .atMost(Duration.ofSeconds(20))
          .until(() -> connection.send("x").answered());
      isProblem(connection.response(), 408, "request-timeout");
    }
  }

  @Test
  void halfClosed_isAnswered_alsoAMiss_andPipelinedInOrder() {
    try (RawConnection connection = new RawConnection(port())) {
      String request = " HTTP/1.1\r\n" + HEAD + "\r\n";
      connection.send("GET /articles/3001" + request + "GET /articles/x" + request);
      connection.send("GET /articles/3002" + request).endOutput();
      assertThat(connection.response().body()).contains("\"id\":3001");
      isProblem(connection.response(), 400, "invalid-parameters");
      assertThat(connection.response().body()).contains("\"id\":3002");
      connection.expectEnd();
    }
  }

  @Test
  void keptAlive_afterAnAnswer_theDeadlineIsOver() {
    try (RawConnection connection = new RawConnection(port())) {
      String request = "GET /articles/1 HTTP/1.1\r\n" + HEAD + "\r\n";
      for (int cut = 1; cut < request.length(); cut += 5) {
        connection.send(request.substring(0, cut)).send(request.substring(cut));
        assertThat(connection.response().status()).isEqualTo(200);
      }
      await("longer than a request may take").pollDelay(Duration.ofMillis(2_500)).until(() -> true);
      assertThat(connection.send(request).response().status()).isEqualTo(200);
    }
  }

  @Test
  void brokenChunk_is400_andBodyWithoutEnd_is413() {
    String head = "POST /articles HTTP/1.1\r\n" + HEAD + "Content-Type: application/json\r\n";
    isProblem(
        ask(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"), 400, "bad-request");
    try (RawConnection connection = new RawConnection(port())) {
      connection.send(head + "Transfer-Encoding: chunked\r\n\r\n");
      String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
      for (int i = 0; i < 17; i++) {
        connection.send(chunk);
      }
      isProblem(connection.response(), 413, "body-too-large");
      connection.endOutput().expectEnd();
    }
  }

  @Test
  void jsonThatIsNotOneObjectInUtf8_is400() {
    for (String body :
        List.of(
            "[".repeat(10_000) + "]".repeat(10_000),
            "{\"title\":".repeat(10_000) + "1" + "}".repeat(10_000),
            "{\"title\":\"a\",\"title\":\"b\"}",
            "{\"title\":\"a\",\"ti\\u0074le\":\"b\"}",
            "{} trailing",
            "{}{}",
            "{}\u0000",
            "null",
            "{\"author_id\":NaN}",
            "{'title':'a'}",
            "{\"title\":\"a\",}",
            "{/**/}",
            ARTICLE.formatted("\u0000"),
            ARTICLE.formatted("\u00ed\u00a0\u0080"),
            ARTICLE.formatted("\u00c0\u00af"),
            ARTICLE.formatted("\u00ff"),
            "\u00fe\u00ff\u0000{\u0000}",
            "\u0000{\u0000}")) {
      isProblem(post("application/json", body), 400, "bad-json");
    }
  }

  @Test
  void jsonWithValuesThatAreNone_is400() {
    for (String body :
        List.of(
            ARTICLE.formatted("a\\u0000b"),
            ARTICLE.formatted("\\ud800"),
            "{\"\\ud800\":1}",
            "{\"author_id\":1e400}",
            "{\"author_id\":1e-999999999}",
            "{\"author_id\":1e999999999}",
            "{\"author_id\":1.5}",
            "{\"author_id\":9223372036854775808}",
            "{}",
            "")) {
      isProblem(post("application/json", body), 400, "invalid-parameters");
    }
  }

  @Test
  void otherMediaType_charset_orCoding_is415() {
    String body = ARTICLE.formatted("a");
    for (String type :
        List.of(
            "application/json; charset=iso-8859-1",
            "application/json;charset=\"utf-16\"",
            "application/jsonx",
            "text/json",
            "application/json\r\nContent-Encoding: gzip")) {
      isProblem(post(type, body), 415, "unsupported-media-type");
    }
    isProblem(post("application/json; charset=UTF-8", "{}"), 400, "invalid-parameters");
  }

  @Test
  void forgedEtags_areNoneOfOurs() {
    String etag = articles.untilHit("/articles/1").header("ETag");
    for (String forged :
        List.of(
            "\"", "\"\"", "W/", etag.substring(1), "\"x\", ".repeat(300), "\u00ff", etag + "x")) {
      Response response = get("/articles/1", "If-None-Match: " + forged + "\r\n");
      assertThat(response.status()).as(forged).isEqualTo(200);
      assertThat(response.header("ETag")).isEqualTo(etag);
    }
    for (String ours :
        List.of(etag, "W/" + etag, "\"x\", " + etag, "\"x\"\r\nIf-None-Match: " + etag)) {
      assertThat(get("/articles/1", "If-None-Match: " + ours + "\r\n").status())
          .as(ours)
          .isEqualTo(304);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Prefix: /admin",
        "X-Forwarded-For: 10.0.0.1",
        "Forwarded: host=evil.example;proto=https",
        "X-Original-URL: /articles/2",
        "X-Rewrite-URL: /articles/2",
        "X-HTTP-Method-Override: DELETE",
        "X-Host: evil.example",
        "Cookie: id=2",
        "Range: bytes=0-1"
      })
  void headerThatIsNotInTheKey_changesNothing(String field) {
    articles.untilHit("/articles/1");
    String path = "/articles?limit=3&status=" + Integer.toHexString(field.hashCode());
    Response first = get(path, field + "\r\n");
    assertThat(first.status()).isEqualTo(200);
    Response plain = articles.untilHit(path);
    Response again = get(path, field + "\r\n");
    assertThat(again.hit()).as("the same entry: " + again).isTrue();
    assertThat(List.of(first.body(), again.body())).containsOnly(plain.body());
    assertThat(List.of(first.header("ETag"), again.header("ETag")))
        .containsOnly(plain.header("ETag"));
    assertThat(again.headers().map().toString()).doesNotContain("evil", "/admin");
  }
}
