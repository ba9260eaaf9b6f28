package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.auth.ApiKey;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys from their making to their end, on a real Postgres. */
class KeysCommandIT {
  private static final Watchdog WATCHDOG = Watchdog.start();
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    postgres =
        new EmbeddedPostgres(
            new Binaries(Path.of("target", "embedded")),
            data,
            new Ports().next(),
            "topsecret",
            Map.of("fsync", "off"),
            WATCHDOG);
    postgres.start();
    try (Connection operator = postgres.connect("postgres");
        Statement statement = operator.createStatement()) {
      statement.execute("create table a (id int primary key)");
      new OriginSetup()
          .apply(
              operator,
              Path.of("..", "infra", "postgres"),
              List.of("a"),
              Map.of("plimsoll_admin", "admin", "plimsoll_reader", "reader"));
      statement.execute("create database bare");
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
    WATCHDOG.close();
  }

  private static String url(String user, String password, String database) {
    String at = postgres.jdbcUrl(database).substring("jdbc:postgresql://".length());
    return "postgresql://" + user + ":" + password + "@" + at;
  }

  private static Ran keys(String... arguments) {
    return keysAs(url("postgres", "topsecret", "postgres"), arguments);
  }

  private static Ran keysAs(String url, String... arguments) {
    List<String> all = new ArrayList<>(List.of("keys"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--postgres", url));
    return Ran.command(all.toArray(String[]::new));
  }

  private static JsonNode json(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    return JsonMapper.shared().readTree(ran.out());
  }

  private static String everything() throws Exception {
    try (Connection operator = postgres.connect("postgres");
        Statement statement = operator.createStatement();
        ResultSet row =
            statement.executeQuery("select string_agg(k::text, '') from plimsoll.api_keys k")) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  @Test
  void create_showsTheKeyOnce_andStoresItsHash() throws Exception {
    JsonNode made =
        json(
            keys(
                "create",
                "--name",
                "shop",
                "--tenant",
                "acme",
                "--scope",
                "a:read,a:write",
                "--rate",
                "100/1s",
                "--expires",
                "90d",
                "--json"));
    ApiKey key = ApiKey.parse(made.get("key").asString()).orElseThrow();
    assertThat(everything()).contains(key.hash()).doesNotContain(key.text());
    String id = made.at("/about/id").asString();
    Ran listed = keys("list", "--json");
    assertThat(listed.out()).doesNotContain(key.text(), key.hash());
    JsonNode line = find(json(listed), id);
    assertThat(line.get("state").asString()).isEqualTo("active");
    assertThat(line.get("tenant").asString()).isEqualTo("acme");
    assertThat(line.get("scopes").toString()).isEqualTo("[\"a:read\",\"a:write\"]");
    assertThat(line.get("rate").asString()).isEqualTo("100/1s");
    assertThat(line.get("expires").asString()).isNotEmpty();
    assertThat(keys("list").out()).contains(id, "shop").doesNotContain(key.text());
  }

  @Test
  void create_forPeople_printsTheKeyOnALineOfItsOwn() {
    Ran made = keys("create", "--name", "by hand");
    assertThat(made.code()).isZero();
    assertThat(ApiKey.parse(made.out().lines().findFirst().orElseThrow())).isPresent();
  }

  @Test
  void revoke_endsIt_once() {
    String id = json(keys("create", "--name", "leaked", "--json")).at("/about/id").asString();
    assertThat(keys("revoke", id).code()).isZero();
    assertThat(find(json(keys("list", "--json")), id).get("state").asString()).isEqualTo("revoked");
    assertThat(keys("revoke", id).code()).isEqualTo(1);
    Ran unknown = keys("revoke", "plk_notAnId");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("no key has this id").doesNotContain("plk_");
  }

  @Test
  void admin_isEnough_andTheReaderIsNot() {
    String admin = url("plimsoll_admin", "admin", "postgres");
    assertThat(keysAs(admin, "create", "--name", "by the admin").code()).isZero();
    Ran refused = keysAs(url("plimsoll_reader", "reader", "postgres"), "list");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("plimsoll_reader may not act as plimsoll_admin");
  }

  @Test
  void databaseThatWasNotSetUp_isTold() {
    Ran ran = keysAs(url("postgres", "topsecret", "bare"), "list");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("run the setup of infra/postgres again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--name|",
        "--name|x|--rate|fast",
        "--name|x|--scope|a b",
        "--name|x|--scope|a,,b",
        "--name|x|--expires|yesterday",
        "--name|x|--expires|2020-01-01T00:00:00Z",
        "--name|x|--tenant|",
        "--tenant|x"
      })
  void wrongUse_is2_andMakesNothing(String options) throws Exception {
    String before = everything();
    List<String> arguments = new ArrayList<>(List.of("create"));
    arguments.addAll(Arrays.asList(options.split("\\|", -1)));
    assertThat(keys(arguments.toArray(String[]::new)).code()).as(options).isEqualTo(2);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void keys_withoutACommand_is2() {
    assertThat(Ran.command("keys").code()).isEqualTo(2);
  }

  private static JsonNode find(JsonNode list, String id) {
    for (JsonNode line : list.get("keys")) {
      if (line.get("id").asString().equals(id)) {
        return line;
      }
    }
    throw new AssertionError(id + " is not in " + list);
  }
}
