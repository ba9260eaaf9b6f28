package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a client can send that is wrong: one clear problem each, and nothing is lost or shown. */
final class BadInputIT {
  private static final List<String> INJECTIONS =
      List.of(
          "1 or 1=1",
          "1; drop table articles",
          "1' or '1'='1",
          "1)) union select passwd from pg_shadow --",
          "$$1$$",
          "0x31",
          "1e3",
          "9223372036854775808",
          "null",
          "");

  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder(Service.API));
    articles.until("/articles/1", response -> response.status() == 200);
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static void isProblem(Response response, int status, String code) {
    assertThat(response.status()).as(response.toString()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.body())
        .contains("\"type\":\"/problems/" + code + "\"", "\"status\":" + status);
  }

  @Test
  void typeOfAProblem_leadsToAPage() {
    String type =
        JsonMapper.shared().readTree(articles.get("/nowhere").body()).get("type").asString();
    Response page = articles.get(type);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(page.body()).contains("no-such-path", "Nothing is served at this path");
    String etag = page.header("ETag");
    assertThat(articles.get(type, "If-None-Match", etag).status()).isEqualTo(304);
    assertThat(articles.send("HEAD", type, "").header("ETag")).isEqualTo(etag);
    assertThat(articles.get("/problems").body()).contains("href=\"" + type + "\"");
    isProblem(articles.get("/problems/none-of-them"), 404, "no-such-path");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void unknownPath_is404() {
    isProblem(articles.get("/nothing/here"), 404, "no-such-path");
  }

  @Test
  void otherMethod_is405WithWhatIsAllowed() {
    Response response = articles.send("DELETE", "/search?q=x", "");
    isProblem(response, 405, "method-not-allowed");
    assertThat(response.header("Allow")).contains("GET");
  }

  @Test
  void options_tellsWhatIsAllowed() {
    Response response = articles.send("OPTIONS", "/articles", "");
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    isProblem(articles.send("OPTIONS", "/nothing", ""), 404, "no-such-path");
  }

  @Test
  void badParameter_is400NamingIt() {
    Response response = articles.get("/articles/twelve");
    isProblem(response, 400, "invalid-parameters");
    assertThat(response.body()).contains("\"name\":\"id\"", "a bigint", "twelve");
  }

  @Test
  void severalBadParameters_areAllNamed() {
    Response response = articles.get("/articles?limit=0&after=x&colour=red&status=a&status=b");
    isProblem(response, 400, "invalid-parameters");
    assertThat(response.body())
        .contains("\"name\":\"limit\"", "\"name\":\"after\"", "\"name\":\"colour\"")
        .contains("\"name\":\"status\"", "2 values");
  }

  @Test
  void badList_is400NamingTheElement() {
    for (String ids : List.of("1,,2", "1,x", "1,%202", "1,9223372036854775808")) {
      Response response = articles.get("/batch/articles?ids=" + ids);
      isProblem(response, 400, "invalid-parameters");
      assertThat(response.body()).contains("\"name\":\"ids\"", "a bigint as element 2");
    }
    Response many = articles.get("/batch/articles?ids=1" + ",1".repeat(100));
    isProblem(many, 400, "invalid-parameters");
    assertThat(many.body()).contains("a list of 1 to 100 elements", "101 elements");
    Response twice = articles.get("/batch/articles?ids=1&ids=2");
    isProblem(twice, 400, "invalid-parameters");
    assertThat(twice.body()).contains("2 values");
    isProblem(articles.get("/batch/articles"), 400, "invalid-parameters");
    isProblem(articles.get("/batch/articles?ids="), 400, "invalid-parameters");
    Response other = articles.get("/batch/articles?ids=1&id=2");
    isProblem(other, 400, "invalid-parameters");
    assertThat(other.body()).contains("\"name\":\"id\"");
  }

  @Test
  void missingParameter_is400() {
    Response response = articles.get("/search");
    isProblem(response, 400, "invalid-parameters");
    assertThat(response.body()).contains("\"name\":\"q\"");
  }

  @Test
  void malformedPercentEncoding_is400() {
    assertThat(articles.send("GET", "/search?q=%25zz", "").status()).isEqualTo(200);
    isProblem(
        RawHttp.get(articles.stack().endpoints().port(), "/search?q=%zz"), 400, "bad-request");
    isProblem(
        RawHttp.get(articles.stack().endpoints().port(), "/articles/%zz"), 400, "bad-request");
  }

  @Test
  void injection_inEveryKindOfParameter_isAValueOrA400() {
    String before = articles.sqlValue("select count(*) from articles");
    for (String attack : INJECTIONS) {
      String text = encoded(attack);
      for (String path :
          List.of(
              "/articles/" + text,
              "/articles?limit=" + text,
              "/articles?after=" + text,
              "/batch/articles?ids=1," + text,
              "/categories/" + (text.isEmpty() ? "x" : text) + "/articles",
              "/articles?status=" + text,
              "/search?q=" + text)) {
        Response response = articles.get(path);
        assertThat(response.status()).as(path).isIn(200, 400, 404);
        assertThat(response.body())
            .as(path)
            .doesNotContain("SCRAM-SHA", "syntax error", "SQLSTATE");
      }
    }
    for (String attack : INJECTIONS) {
      String json =
          "{\"title\":\"" + attack + "\",\"author_id\":1,\"category\":\"" + attack + "\"}";
      assertThat(articles.sendJson("POST", "/articles", json).status()).as(json).isIn(400, 409);
    }
    assertThat(articles.sqlValue("select count(*) from articles")).isEqualTo(before);
  }

  @Test
  void bodyTooLarge_is413() {
    String json = "{\"title\":\"" + "x".repeat(2_000_000) + "\"}";
    isProblem(articles.sendJson("POST", "/articles", json), 413, "body-too-large");
  }

  @Test
  void otherMediaType_is415() {
    isProblem(
        articles.send("POST", "/articles", "title=x", "Content-Type", "text/plain"),
        415,
        "unsupported-media-type");
  }

  @Test
  void badJson_is400() {
    for (String json : List.of("{", "[1]", "\"text\"", "nonsense", "{\"title\":}")) {
      isProblem(articles.sendJson("POST", "/articles", json), 400, "bad-json");
    }
  }

  @Test
  void wrongTypes_unknownAndMissingMembers_areAllNamed() {
    Response response =
        articles.sendJson(
            "POST", "/articles", "{\"title\":7,\"author_id\":\"one\",\"colour\":1,\"status\":[1]}");
    isProblem(response, 400, "invalid-parameters");
    assertThat(response.body())
        .contains("\"name\":\"title\"", "\"name\":\"author_id\"", "\"name\":\"colour\"")
        .contains("\"name\":\"status\"", "\"name\":\"category\"");
  }

  @Test
  void violatedConstraint_isTheClientsMistake_andShowsNoSql() {
    Response missingAuthor =
        articles.sendJson(
            "POST", "/articles", "{\"title\":\"t\",\"author_id\":99999999,\"category\":\"x\"}");
    isProblem(missingAuthor, 409, "origin-conflict");
    String category = articles.sqlValue("select slug from categories limit 1");
    Response emptyTitle =
        articles.sendJson(
            "POST",
            "/articles",
            "{\"title\":\"\",\"author_id\":1,\"category\":\"" + category + "\"}");
    isProblem(emptyTitle, 400, "origin-rejected");
    assertThat(missingAuthor.body() + emptyTitle.body()).doesNotContain("insert", "violates");
  }

  @Test
  void write_ofARowThatIsNotThere_is404() {
    isProblem(
        articles.sendJson("PATCH", "/articles/99999999", "{\"title\":\"x\"}"), 404, "no-such-row");
    isProblem(articles.send("DELETE", "/articles/99999999", ""), 404, "no-such-row");
  }
}
