package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.cli.Commands;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sees of a running service. */
final class AdminApiIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static Articles articles;
  private static Admin admin;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    Path list = Files.writeString(folder.resolve("warm.txt"), "/articles/650\n/articles/651\n");
    articles =
        Articles.start(
            Articles.builder().environment(Service.API, "PLIMSOLL_WARM_FILE", list.toString()));
    admin = Admin.of(articles);
    articles.untilHit("/articles/1");
    await("the end of the start's list")
        .atMost(Duration.ofSeconds(60))
        .until(() -> json("/admin/warm").get("state").asString().equals("ended"));
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static JsonNode json(String path) {
    Response response = admin.get(path);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static void assertRefused(String body, String says) {
    Response response = admin.send("POST", "/admin/invalidate", body);
    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.body()).contains("admin-request-invalid", says);
  }

  @Test
  void openRoutes_needNoToken_othersDo() {
    Admin nobody = new Admin(admin.base(), "not-the-token");
    for (String open : new String[] {"/livez", "/readyz", "/metrics"}) {
      assertThat(nobody.get(open).status()).as(open).isEqualTo(200);
    }
    for (String closed : new String[] {"/admin/cache", "/admin/config", "/admin/nothing"}) {
      assertThat(nobody.get(closed).status()).as(closed).isEqualTo(401);
    }
    assertThat(admin.get("/admin/nothing").status()).isEqualTo(404);
    assertThat(admin.get("/admin/invalidate").header("Allow")).isEqualTo("POST");
  }

  @Test
  void stats_countRequestsAndEntries() {
    long before = json("/admin/cache").at("/queries/article/hits/l1").asLong();
    articles.until("/articles/2", r -> r.header("Cache-Status").endsWith("detail=l1"));

    JsonNode stats = json("/admin/cache?scan=true");

    assertThat(stats.at("/queries/article/hits/l1").asLong()).isGreaterThan(before);
    assertThat(stats.at("/queries/article/misses").size()).isPositive();
    assertThat(stats.at("/queries/article/fills/stored").asLong()).isPositive();
    for (String tier : new String[] {"l1", "redis"}) {
      JsonNode article = stats.at("/tiers/" + tier + "/queries/article");
      assertThat(article.get("entries").asLong()).as(tier).isPositive();
      assertThat(article.get("bytes").asLong()).as(tier).isGreaterThan(100);
      assertThat(stats.at("/tiers/" + tier + "/partitions/0/applied").asString()).contains("/");
    }
    assertThat(stats.at("/tiers/redis/complete").asBoolean()).isTrue();
    assertThat(json("/admin/cache").at("/tiers/redis").has("queries")).isFalse();
  }

  @Test
  void look_tellsKeyTagsAndEntries_andWhyNothingIsServed() {
    articles.until("/articles/3", r -> r.header("Cache-Status").endsWith("detail=l1"));
    JsonNode hit =
        await("both tiers serve it")
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> json("/admin/key?path=/articles/3"),
                now ->
                    now.at("/tiers/l1/served").asBoolean(false)
                        && now.at("/tiers/redis/served").asBoolean(false));

    assertThat(hit.get("query").asString()).isEqualTo("article");
    assertThat(hit.get("key").asString()).startsWith("article:");
    assertThat(hit.get("tags").findValuesAsString("tag"))
        .contains("public.articles!", "public.articles{id=3}");
    assertThat(hit.get("tags").findValuesAsString("name")).contains("public.articles!");
    for (String tier : new String[] {"l1", "redis"}) {
      JsonNode told = hit.at("/tiers/" + tier);
      assertThat(told.at("/entry/bytes").asLong()).isPositive();
      assertThat(told.at("/entry/stamp").asString()).isNotEmpty();
      assertThat(told.at("/entry/captured").size()).as("the author's").isPositive();
    }

    articles.sql("update articles set title = 'Other' where id = 3");
    await("the change in both tiers")
        .until(() -> {
          JsonNode now = json("/admin/key?path=/articles/3");
          return now.at("/tiers/l1/reason").asString("").equals("invalidated")
              && now.at("/tiers/redis/reason").asString("").equals("invalidated");
        });
    await("what was never asked for")
        .until(() ->
            json("/admin/key?path=/articles/4000000")
                .at("/tiers/l1/reason")
                .asString("")
                .equals("miss"));
  }

  @Test
  void look_atWhatIsNoRequest_saysWhy() {
    assertThat(admin.get("/admin/key").body()).contains("path: is required");
    assertThat(admin.get("/admin/key?path=/nowhere").status()).isEqualTo(404);
    Response invalid = admin.get("/admin/key?path=/articles/seven");
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.body()).contains("id: expected");
    assertThat(admin.get("/admin/key?path=/articles/1%3Fx=1").body()).contains("does not have");
  }

  @Test
  void invalidation_ofWhatNothingDependsOn_isRefused() {
    assertRefused("{\"tag\":\"articles{titel=x}\"}", "keys are");
    assertRefused("{\"tag\":\"nowhere*\"}", "no answer depends on public.nowhere");
    assertRefused("{\"tag\":\"articles\"}", "must look like");
    assertRefused("{\"pattern\":\"/nowhere/*\"}", "no cached query");
    assertRefused("{\"pattern\":\"articles\"}", "must begin with /");
    assertRefused("{\"all\":false}", "must be true");
    assertRefused("{\"tag\":\"articles*\",\"all\":true}", "one of tag");
    assertRefused("{\"tag\":7}", "must look like");
    assertRefused("{\"path\":\"/articles/1\",\"tenant\":7}", "another type");
    assertRefused("{}", "one of tag");
    assertRefused("[", "JSON object");
  }

  @Test
  void config_isThatInForce_withoutSecrets() {
    String config = admin.get("/admin/config").body();

    assertThat(JSON.readTree(config).get("cache.namespace").asString()).isEqualTo("plimsoll");
    assertThat(JSON.readTree(config).get("admin.token").asString()).isEqualTo("***");
    var secrets = articles.stack().credentials();
    assertThat(config)
        .doesNotContain(
            secrets.admin(),
            secrets.reader(),
            secrets.writer(),
            secrets.redis(),
            secrets.tagsKey());
  }

  @Test
  void warmFile_isInTheCache_beforeAnybodyAsks() {
    await("the list of the start")
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            json("/admin/key?path=/articles/650").at("/tiers/l1/served").asBoolean(false)
                && json("/admin/key?path=/articles/651")
                    .at("/tiers/redis/served")
                    .asBoolean(false));
  }

  @Test
  void warm_putsAListIntoTheCache_andTellsWhatFailed() {
    String list =
        "# some\n/articles/701\n\n/articles/702\n/articles?status=draft\n/nowhere\n/articles/x\n";

    Response started = admin.send("POST", "/admin/warm?rate=1000", list);

    assertThat(started.status()).as(started.body()).isEqualTo(200);
    await("the end of the list")
        .atMost(Duration.ofSeconds(40))
        .until(() -> json("/admin/warm").get("state").asString().equals("ended"));
    JsonNode end = json("/admin/warm");
    assertThat(end.get("done").asInt()).as(end.toString()).isEqualTo(3);
    assertThat(end.get("failed").asInt()).isEqualTo(2);
    assertThat(end.get("left").asInt()).isZero();
    assertThat(end.get("failures").findValuesAsString("path"))
        .containsExactlyInAnyOrder("/nowhere", "/articles/x");
    assertThat(json("/admin/key?path=/articles/701").at("/tiers/redis").has("entry")).isTrue();
    assertThat(json("/admin/key?path=/articles%3Fstatus=draft").at("/tiers/l1").has("entry"))
        .isTrue();
  }

  @Test
  void warm_oneListAtATime_isStopped_andRefusesNonsense() {
    assertThat(admin.send("POST", "/admin/warm", "# nothing").status()).isEqualTo(400);
    assertThat(admin.send("POST", "/admin/warm?rate=0", "/articles/1").status()).isEqualTo(400);
    String many = "/articles/1\n".repeat(1_000);
    assertThat(admin.send("POST", "/admin/warm?rate=1", many).status()).isEqualTo(200);
    assertThat(admin.send("POST", "/admin/warm", many).body()).contains("warm-runs");

    admin.send("DELETE", "/admin/warm", "");

    await("the end").until(() -> json("/admin/warm").get("state").asString().equals("ended"));
    assertThat(json("/admin/warm").get("left").asInt()).isPositive();
  }

  @Test
  void recording_isMadeOnce_andDownloaded() {
    assertThat(admin.get("/admin/recording/file").status()).isEqualTo(409);
    assertThat(admin.send("POST", "/admin/recording", "{\"seconds\":601}").status()).isEqualTo(400);
    assertThat(admin.send("POST", "/admin/recording", "{\"profile\":\"/etc/passwd\"}").status())
        .isEqualTo(400);
    Response started =
        admin.send("POST", "/admin/recording", "{\"seconds\":600,\"profile\":\"default\"}");
    assertThat(started.body()).contains("running");
    assertThat(admin.send("POST", "/admin/recording", "").body()).contains("recording-runs");
    assertThat(admin.get("/admin/recording/file").status()).isEqualTo(409);

    admin.send("DELETE", "/admin/recording", "");

    await("the recording's end")
        .atMost(Duration.ofSeconds(30))
        .until(() -> json("/admin/recording").get("state").asString().equals("done"));
    HttpResponse<byte[]> file =
        admin.send("GET", "/admin/recording/file", "", HttpResponse.BodyHandlers.ofByteArray());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).startsWith("FLR\0".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void commands_askTheService() throws Exception {
    Commands commands = Commands.on(articles.stack(), folder);
    Path list = Files.writeString(folder.resolve("list.txt"), "/articles/660\n/articles/661\n");

    assertThat(commands.run("cache", "look", "/articles/1"))
        .startsWith("0\n")
        .contains("\"query\" : \"article\"");
    assertThat(commands.run("cache", "stats")).startsWith("0\n").contains("\"queries\"");
    assertThat(commands.run("invalidate", "--path", "/articles/1"))
        .contains("ended    public.articles", "redis", "token    ");
    assertThat(commands.run("invalidate", "--tag", "nowhere!"))
        .startsWith("2\n")
        .contains("no answer depends on");
    assertThat(commands.run("cache", "off", "--query", "article")).contains("off for article");
    assertThat(commands.run("cache", "on", "--query", "article")).isEqualTo("0\ncache on\n");
    assertThat(commands.run("warm", list.toString()))
        .startsWith("0\n")
        .endsWith("done 2, failed 0, left 0\n");
    assertThat(commands.run("reload")).matches("0\n\\d+ queries, \\d+ writes\n");
  }
}
