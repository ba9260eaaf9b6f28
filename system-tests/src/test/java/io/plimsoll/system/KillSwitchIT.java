package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where answers are kept, and the switch that keeps them out of the way. */
final class KillSwitchIT {
  private static final String QUERY =
      """
        %1$s:
          get: /%1$s/{id}
          params: { id: bigint }
          sql: select id, title from articles where id = :id
          one: true
          %2$s
      """;

  @TempDir private static Path folder;
  private static Articles articles;
  private static Admin admin;

  @BeforeAll
  static void start() throws IOException {
    StringBuilder catalog = new StringBuilder("queries:\n");
    catalog.append(QUERY.formatted("plain", ""));
    for (String mode : new String[] {"redis", "memory", "none"}) {
      catalog.append(QUERY.formatted(mode, "cache: " + mode));
    }
    catalog.append(
        """
        writes:
          rename:
            patch: /plain/{id}
            params: { id: bigint, title: text }
            sql: update articles set title = :title where id = :id returning id, title
        """);
    Path file = Files.writeString(folder.resolve("catalog.yaml"), catalog);
    articles = Articles.start(Articles.builder().catalog(file));
    admin = Admin.of(articles);
    articles.until("/plain/1", r -> r.header("Cache-Status").endsWith("detail=l1"));
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @AfterEach
  void switchOn() {
    turn("{\"cache\":\"on\"}");
    turn("{\"cache\":\"on\",\"query\":\"plain\"}");
  }

  private static Response turn(String json) {
    Response response = admin.send("POST", "/admin/switch", json);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response;
  }

  private static JsonNode tier(String path, String tier) {
    return JsonMapper.shared()
        .readTree(admin.get("/admin/key?path=" + path).body())
        .at("/tiers/" + tier);
  }

  private static void untilHitIn(String path, String tier) {
    articles.until(path, r -> r.hit() && r.header("Cache-Status").endsWith("detail=" + tier));
  }

  @Test
  void eachMode_keepsAnswersWhereItSays_andChangesReachThem() {
    untilHitIn("/memory/20", "l1");
    untilHitIn("/redis/20", "redis");
    for (int i = 0; i < 5; i++) {
      assertThat(articles.get("/redis/20").header("Cache-Status")).endsWith("detail=redis");
      assertThat(articles.get("/none/20").header("Cache-Status"))
          .isEqualTo("plimsoll; fwd=bypass; detail=cache-none");
    }
    assertThat(tier("/memory/20", "redis").has("entry")).isFalse();
    assertThat(tier("/redis/20", "l1").has("entry")).isFalse();
    assertThat(tier("/none/20", "l1").has("entry")).isFalse();
    assertThat(tier("/none/20", "redis").has("entry")).isFalse();

    articles.sql("update articles set title = 'Everywhere' where id = 20");

    for (String path : new String[] {"/memory/20", "/redis/20", "/none/20", "/plain/20"}) {
      articles.until(path, r -> r.body().contains("Everywhere"));
    }
  }

  @Test
  void off_everyAnswerIsFromPostgres_andNothingIsStored() {
    untilHitIn("/plain/30", "l1");
    String stored = tier("/plain/30", "l1").at("/entry/stored").asString();

    assertThat(turn("{\"cache\":\"off\"}").body()).contains("\"cache\":\"off\"");

    for (String path : new String[] {"/plain/30", "/plain/31"}) {
      for (int i = 0; i < 3; i++) {
        assertThat(articles.get(path).header("Cache-Status"))
            .isEqualTo("plimsoll; fwd=bypass; detail=switched-off");
      }
    }
    assertThat(tier("/plain/31", "l1").has("entry")).isFalse();
    assertThat(tier("/plain/31", "redis").has("entry")).isFalse();
    turn("{\"cache\":\"on\"}");
    untilHitIn("/plain/30", "l1");
    assertThat(tier("/plain/30", "l1").at("/entry/stored").asString())
        .as("it has outlived the switch")
        .isEqualTo(stored);
  }

  @Test
  void onAgain_whatChangedMeanwhileIsNew() {
    untilHitIn("/plain/40", "l1");
    turn("{\"cache\":\"off\"}");
    Response written = articles.sendJson("PATCH", "/plain/40", "{\"title\":\"Meanwhile\"}");
    turn("{\"cache\":\"on\"}");
    assertThat(articles.get("/plain/40", "Plimsoll-After", written.header("Plimsoll-Token")).body())
        .as("with the token at once")
        .contains("Meanwhile");

    turn("{\"cache\":\"off\"}");
    articles.sql("update articles set title = 'Later' where id = 40");
    await("the change in both tiers")
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            !tier("/plain/40", "l1").get("served").asBoolean()
                && !tier("/plain/40", "redis").get("served").asBoolean());
    turn("{\"cache\":\"on\"}");
    for (int i = 0; i < 20; i++) {
      assertThat(articles.get("/plain/40").body()).contains("Later");
    }
    untilHitIn("/plain/40", "l1");
  }

  @Test
  void offForOneQuery_leavesTheOthers() {
    assertThat(turn("{\"cache\":\"off\",\"query\":\"plain\"}").body())
        .isEqualTo("{\"cache\":\"on\",\"queries-off\":[\"plain\"]}");

    assertThat(articles.get("/plain/50").detail()).isEqualTo("switched-off");
    untilHitIn("/memory/50", "l1");

    assertThat(admin.send("POST", "/admin/switch", "{\"cache\":\"off\",\"query\":\"x\"}").body())
        .contains("query: must be one of");
    assertThat(admin.send("POST", "/admin/switch", "{}").status()).isEqualTo(400);
  }
}
