package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.server.Ports;
import io.plimsoll.local.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Faults of real servers: found, told with their fix, and mended where that is safe. */
class DoctorCommandIT {
  private static final int ELSEWHERE = new Ports().next();

  private static Stack stack = unstarted();

  private static Stack unstarted() {
    Stack stack =
        Stack.builder()
            .example("articles")
            .redisSetting("maxmemory", "8mb")
            .redisSetting("maxmemory-policy", "allkeys-lru")
            .postgresSetting("max_connections", "20")
            .build();
    stack.kafka().listener("ELSEWHERE", ELSEWHERE, new Ports().next());
    return stack;
  }

  @BeforeAll
  static void start() throws Exception {
    stack.start();
    sql(
        "alter event trigger plimsoll_ddl disable",
        "alter role plimsoll_reader reset default_transaction_read_only",
        "alter role plimsoll_capture noreplication",
        "revoke select on users from plimsoll_reader",
        "alter publication plimsoll drop table tags",
        "alter publication plimsoll set (publish = 'insert, update')",
        "alter publication plimsoll drop table categories",
        "alter publication plimsoll add table categories where (slug <> '')",
        "alter table articles replica identity default",
        "select pg_create_logical_replication_slot('plimsoll', 'pgoutput')");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.endpoints().kafka()))) {
      NewTopic topic =
          new NewTopic("plimsoll.invalidations", Optional.of(1), Optional.empty())
              .configs(Map.of("cleanup.policy", "compact", "retention.ms", "1000"));
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static JsonNode json(Ran ran) {
    return JsonMapper.shared().readTree(ran.out());
  }

  /** {@code id status safe} of what is not in order. */
  private static List<String> faults(Ran ran) {
    List<String> faults = new ArrayList<>();
    json(ran)
        .get("findings")
        .forEach(finding -> {
          if (!finding.get("status").asString().equals("ok")) {
            assertThat(finding.get("fix").asString()).as(finding.toString()).isNotEmpty();
            faults.add(
                finding.get("id").asString()
                    + " "
                    + finding.get("status").asString()
                    + (finding.get("safe").asBoolean() ? " safe" : ""));
          }
        });
    return faults;
  }

  @Test
  void doctor_ofManyFaults_findsEach_andMendsWhatIsSafe() throws Exception {
    String articles = "../examples/articles/catalog.yaml";
    Ran found = doctor("--catalog", articles, "--json");
    assertThat(found.code()).isEqualTo(Main.FAILED);
    assertThat(faults(found))
        .contains(
            "postgres-event-triggers fail safe",
            "postgres-roles fail safe",
            "postgres-reader-grants fail safe",
            "postgres-published fail safe",
            "postgres-publication fail safe",
            "postgres-publication-filters fail",
            "postgres-replica-identity warn",
            "postgres-slot warn",
            "postgres-slot-failover warn",
            "postgres-connections fail",
            "redis-maxmemory warn",
            "redis-maxmemory-policy warn",
            "kafka-cleanup-policy fail safe",
            "kafka-retention warn safe",
            "kafka-message-size fail safe");

    Ran mended = doctor("--catalog", articles, "--json", "--fix");

    assertThat(json(mended).get("fixes").findValuesAsString("error")).hasSize(9).containsOnly("");
    assertThat(faults(mended)).noneMatch(fault -> fault.endsWith("safe"));
    assertThat(faults(mended))
        .contains("postgres-publication-filters fail", "postgres-replica-identity warn");
    assertThat(mended.code()).isEqualTo(Main.FAILED);
    assertThat(json(doctor("--catalog", articles, "--json", "--fix")).get("fixes").isEmpty())
        .isTrue();
  }

  @Test
  void doctor_ofAListenerThatLeadsNowhere_saysWhere() {
    Ran ran = Ran.command("doctor", "--kafka", "127.0.0.1:" + ELSEWHERE);
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    assertThat(ran.out())
        .contains("broker 1 says it is at 127.0.0.1:", "where nothing answers from here")
        .contains("set advertised.listeners");
  }

  @Test
  void doctor_ofADatabaseWithoutTheSetup_saysHowToRunIt() {
    String url = stack.endpoints().postgres().withPassword();
    Ran ran =
        Ran.command("doctor", "--postgres", url.substring(0, url.lastIndexOf('/')) + "/template1");
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    assertThat(ran.out())
        .contains("there is no schema plimsoll", "-f 00-preflight.sql")
        .doesNotContain(stack.credentials().superuser());
  }

  @Test
  void doctor_ofRegisteredShapes_tellsWhichOldValuesAreHidden() throws Exception {
    sql("create database shapes");
    String url = stack.endpoints().postgres().withPassword().replace("/plimsoll", "/shapes");
    try (Connection connection = connect("/shapes");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create schema plimsoll; create table plimsoll.shapes (relation text, columns text[]); create table t (id int primary key, a int)");
      statement.execute(
          "insert into plimsoll.shapes values ('public.t', '{id}'), ('public.t', '{a,id}'), ('public.gone', '{x}')");
    }
    assertThat(Ran.command("doctor", "--postgres", url).out())
        .contains(
            "public.t does not tell a (REPLICA IDENTITY DEFAULT)",
            "alter table public.t replica identity full");
  }

  @Test
  void doctor_ofServersThatAreAway_failsForEach() {
    int closed = new Ports().next();
    Ran ran =
        Ran.command(
            "doctor",
            "--json",
            "--postgres",
            "postgresql://a:secret@127.0.0.1:%d/d".formatted(closed),
            "--redis",
            "redis://:secret@127.0.0.1:" + closed,
            "--kafka",
            "127.0.0.1:" + closed);
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    assertThat(faults(ran))
        .containsExactly("postgres-reachable fail", "redis-reachable fail", "kafka-reachable fail");
    assertThat(ran.out()).doesNotContain("secret");
  }

  @Test
  void doctor_usedWrongly_exitsWith2() {
    assertThat(Ran.command("doctor", "--kafka", "nowhere").code()).isEqualTo(Main.WRONG_USE);
    assertThat(Ran.command("doctor", "--redis", "http://x").code()).isEqualTo(Main.WRONG_USE);
    assertThat(Ran.command("doctor", "--postgres", "x").code()).isEqualTo(Main.WRONG_USE);
    assertThat(Ran.command("doctor", "--nonsense").code()).isEqualTo(Main.WRONG_USE);
    assertThat(Ran.command("doctor", "--port", "1").code()).isEqualTo(Main.WRONG_USE);
    assertThat(Ran.command("doctor", "--help").code()).isZero();
  }

  private static Ran doctor(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "doctor",
                "--postgres",
                stack.endpoints().postgres().withPassword(),
                "--redis",
                stack.endpoints().redis().toString(),
                "--kafka",
                stack.endpoints().kafka()));
    arguments.addAll(List.of(more));
    return Ran.command(arguments.toArray(String[]::new));
  }

  private static void sql(String... statements) throws SQLException {
    try (Connection connection = connect("/plimsoll");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect(String database) throws SQLException {
    var at = stack.endpoints().postgres();
    return DriverManager.getConnection(
        at.jdbcUrl().replace("/plimsoll", database), at.user(), at.password());
  }
}
