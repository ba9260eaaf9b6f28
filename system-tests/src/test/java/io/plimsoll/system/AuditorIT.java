package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The auditor finds a catalog that lies about its tags, and has nothing to say about a good one.
 */
final class AuditorIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Says that the article's id decides, and reads another article. */
  private static final String LIE =
      """

        lie:
          get: /lies/{id}
          params: { id: bigint }
          sql: select id, title from articles where id = :id + 1
          one: true
          tags: { articles: { id: :id } }
      """;

  @TempDir private static Path folder;
  private static Articles articles;

  @BeforeAll
  static void start() throws IOException {
    Path good = Layout.find().example("articles").resolve("catalog.yaml");
    Path catalog = folder.resolve("catalog.yaml");
    Files.writeString(
        catalog, Files.readString(good).replaceFirst("(?m)^writes:", LIE + "\nwrites:"));
    articles =
        Articles.start(
            Articles.builder()
                .catalog(catalog)
                .environment(Service.API, "PLIMSOLL_AUDIT_PER_SECOND", "50"));
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static String admin(String path) throws IOException, InterruptedException {
    URI uri = URI.create(articles.stack().endpoints().admin(Service.API) + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  private static double audited(String verdict) throws IOException, InterruptedException {
    Matcher matcher =
        Pattern.compile("plimsoll_audit_total\\{.*verdict=\"" + verdict + "\".*} ([0-9.E]+)")
            .matcher(admin("/metrics"));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  @Test
  void goodAnswersUnderWrites_areJudged_withoutAViolation() throws Exception {
    double violations = audited("violation");
    double same = audited("same");
    await("enough to be judged")
        .atMost(LONG)
        .until(() -> {
          articles.sql("update articles set title = title || '.' where id = 7");
          for (int i = 0; i < 20; i++) {
            articles.get("/articles/7");
            articles.get("/articles/8");
          }
          return audited("same") > same + 20;
        });
    assertThat(audited("violation")).isEqualTo(violations);
  }

  @Test
  void wrongTag_isFound_withATraceAndWithoutValues() throws Exception {
    articles.untilHit("/lies/50");
    articles.sql("update articles set title = 'a secret title' where id = 51");
    await("the violation")
        .atMost(LONG)
        .until(() -> {
          articles.get("/lies/50");
          return audited("violation") > 0;
        });
    assertThat(admin("/audit"))
        .contains("\"query\":\"lie\"", "\"asOf\":\"", "\"stamp\":\"")
        .doesNotContain("secret");
  }
}
