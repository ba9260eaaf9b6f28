package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write with If-Match is done only while the answer is the one that the client has. */
final class IfMatchIT {
  private static final String IF_MATCH = "If-Match";

  @TempDir static Path folder;
  private static Articles articles;

  @BeforeAll
  static void start() throws IOException {
    String catalog =
        Files.readString(Layout.find().example("articles").resolve("catalog.yaml"))
            .replace(
                "delete: /articles/{id}\n    if-match: article",
                "delete: /articles/{id}\n    if-match: { query: article, required: true }")
            .replace(
                "put: /articles/{id}/tags/{tag}",
                "put: /articles/{id}/tags/{tag}\n    if-match: article");
    Path file = Files.writeString(folder.resolve("catalog.yaml"), catalog);
    articles = Articles.start(Articles.builder(Service.API).catalog(file));
    articles.until("/articles/1", response -> response.status() == 200);
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static String etag(long id) {
    return articles.get("/articles/" + id).header("ETag");
  }

  private static Response patch(long id, String title, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return articles.send("PATCH", "/articles/" + id, "{\"title\":\"" + title + "\"}", all);
  }

  private static void isProblem(Response response, int status, String code) {
    assertThat(response.status()).as(response.toString()).isEqualTo(status);
    assertThat(response.body()).contains(code + "\"");
  }

  private static void onlyOneWins(List<CompletableFuture<Response>> writers) {
    List<Response> answers = writers.stream().map(CompletableFuture::join).toList();
    assertThat(answers).filteredOn(a -> a.status() == 200).as(answers.toString()).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 200)
        .allSatisfy(a -> isProblem(a, 412, "if-match-failed"));
  }

  @Test
  void etagOfTheAnswer_isKept_andThenNoMore() {
    String seen = etag(30);
    assertThat(patch(30, "first", IF_MATCH, seen).status()).isEqualTo(200);
    isProblem(patch(30, "second", IF_MATCH, seen), 412, "if-match-failed");
    assertThat(articles.get("/articles/30").body()).contains("\"first\"");
    String list = "\"other\" , W/\"weak\"," + etag(30);
    assertThat(patch(30, "third", IF_MATCH, list).status()).isEqualTo(200);
  }

  @Test
  void changeInAnotherTableOfTheAnswer_counts() {
    String seen = etag(31);
    articles.sql(
        "update users set name = name || '!' where id = (select author_id from articles where id = 31)");
    isProblem(patch(31, "unseen author", IF_MATCH, seen), 412, "if-match-failed");
  }

  @Test
  void anyAnswer_isAnAnswer_notFoundIsNone() {
    assertThat(patch(32, "any", IF_MATCH, "*").status()).isEqualTo(200);
    isProblem(patch(9999999, "none", IF_MATCH, "*"), 412, "if-match-failed");
    isProblem(patch(9999999, "none", IF_MATCH, "\"x\""), 412, "if-match-failed");
    isProblem(patch(9999999, "none"), 404, "no-such-row");
  }

  @Test
  void weakOrForgedEtag_matchesNothing() {
    String seen = etag(33);
    for (String other :
        List.of(
            "W/" + seen,
            seen.toUpperCase(java.util.Locale.ROOT),
            "\"x" + seen.substring(1),
            "\"\"",
            seen.substring(0, seen.length() - 1) + "x\"")) {
      isProblem(patch(33, "forged", IF_MATCH, other), 412, "if-match-failed");
    }
    for (String bad :
        List.of(seen.replace("\"", ""), "\"a", "a b", "*, \"a\"", "\"a\",", ",", "\"a\"\"b\"")) {
      isProblem(patch(33, "malformed", IF_MATCH, bad), 400, "if-match-invalid");
    }
    assertThat(articles.get("/articles/33").header("ETag")).isEqualTo(seen);
  }

  @Test
  void required_withoutIs428_andOtherWritesRefuseTheHeader() {
    isProblem(articles.send("DELETE", "/articles/34", ""), 428, "if-match-required");
    Response deleted = articles.send("DELETE", "/articles/34", "", IF_MATCH, etag(34));
    assertThat(deleted.status()).as(deleted.toString()).isEqualTo(200);
    Response unguarded = articles.send("POST", "/articles/35/views", "", IF_MATCH, "*");
    isProblem(unguarded, 400, "if-match-unsupported");
  }

  @Test
  void manyWithTheSameEtag_oneWins() {
    for (int round = 0; round < 5; round++) {
      String seen = etag(36);
      onlyOneWins(
          IntStream.range(0, 4)
              .mapToObj(i ->
                  CompletableFuture.supplyAsync(() -> patch(36, "writer " + i, IF_MATCH, seen)))
              .toList());
    }
  }

  @Test
  void twoThatBothFoundItUnchanged_oneWins() {
    String seen = etag(37);
    List<CompletableFuture<Response>> writers;
    try (Locked row = new Locked(articles, 37)) {
      writers =
          List.of(
              row.behind(() -> patch(37, "one", IF_MATCH, seen)),
              row.behind(() -> patch(37, "two", IF_MATCH, seen)));
    }
    onlyOneWins(writers);
  }

  /** They change different rows, and the answer has both. */
  @Test
  void twoThatChangeDifferentTables_oneWins() {
    String seen = etag(38);
    List<String> tags =
        List.of(
            articles.sqlValue(
                "select min(slug) from tags where slug not in (select tag from article_tags where article_id = 38)"),
            articles.sqlValue(
                "select max(slug) from tags where slug not in (select tag from article_tags where article_id = 38)"));
    List<CompletableFuture<Response>> writers;
    try (Locked row = new Locked(articles, 38)) {
      writers = tags.stream().map(tag -> row.behind(addTag(tag, seen))).toList();
    }
    onlyOneWins(writers);
  }

  private static Supplier<Response> addTag(String tag, String seen) {
    return () -> articles.send("PUT", "/articles/38/tags/" + tag, "", IF_MATCH, seen);
  }

  @Test
  void retryWithAKey_getsItsAnswer_not412() {
    String seen = etag(39);
    String[] headers = {IF_MATCH, seen, "Idempotency-Key", "if-match-and-key"};
    Response first = patch(39, "kept", headers);
    assertThat(first.status()).as(first.toString()).isEqualTo(200);
    Response again = patch(39, "kept", headers);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    isProblem(
        patch(39, "kept", IF_MATCH, "*", "Idempotency-Key", "if-match-and-key"),
        422,
        "idempotency-key-reused");
  }
}
