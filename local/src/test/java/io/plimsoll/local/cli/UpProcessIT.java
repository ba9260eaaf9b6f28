package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line as a process of its own: what its end leaves behind, whatever the end. */
class UpProcessIT {
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final int port = new Ports().next();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void killLeftovers() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void up_terminated_leavesNoProcessPortOrFile() throws Exception {
    Process up = up("--standbys", "1");
    List<ProcessHandle> children = up.descendants().toList();
    JsonNode status = status();
    assertThat(status.findValuesAsString("name"))
        .containsExactly("Postgres", "Standby 1", "Redis", "Kafka");
    assertThat(status.findValuesAsString("answers")).hasSize(4).containsOnly("true");
    assertThat(output()).contains("Standby 1         postgresql://");

    up.destroy();

    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isZero();
    assertThat(children).hasSizeGreaterThan(3).noneMatch(ProcessHandle::isAlive);
    assertNothingLeft();
  }

  @Test
  void up_withAnExample_servesItsTables() throws Exception {
    up("--example", "risks");

    assertThat(said("sql", "--port", Integer.toString(port), "select count(*) from risks"))
        .isEqualTo("count\n15000\n");
    assertThat(output())
        .contains(
            "curl -i http://127.0.0.1:%d/risks/1".formatted(port), "examples/risks/README.md");

    Process look = launch("cache", "look", "--port", Integer.toString(port), "/risks/1");
    assertThat(look.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(look.exitValue()).isEqualTo(Main.WRONG_USE);
    assertThat(output()).contains("has no api-service").doesNotContain("unexpected failure");
  }

  @Test
  void up_killed_takesItsChildrenAndFilesWithIt() throws Exception {
    Process up = up();
    List<ProcessHandle> children = up.descendants().toList();

    up.destroyForcibly();

    await("the watchdog to end all children")
        .atMost(Duration.ofSeconds(20))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertNothingLeft();
  }

  @Test
  void up_terminatedWhileStarting_leavesNothing() throws Exception {
    Process up = launch("up", "--servers-only", "--port", Integer.toString(port));
    await("the first child").atMost(START).until(() -> up.descendants().count() >= 3);
    List<ProcessHandle> children = up.descendants().toList();

    up.destroy();

    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertNothingLeft();
  }

  @Test
  void status_ofADeadLauncher_isReportedAndRemoved() throws Exception {
    StateFolder states =
        new StateFolder(folder.resolve("plimsoll-" + System.getProperty("user.name")));
    long nobody = 4_194_999;
    states.write(new State(nobody, 1, port, "default", "/nowhere", "", "", List.of()));

    Process status = launch("status");
    assertThat(status.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(status.exitValue()).isEqualTo(Main.FAILED);
    assertThat(output()).contains("process %d is gone".formatted(nobody), "Nothing runs");
    assertThat(states.file(port).getParent()).doesNotExist();
  }

  @Test
  void doctor_ofARunningStack_findsNoFault() throws Exception {
    up("--standbys", "1");
    JsonNode report =
        JsonMapper.shared().readTree(said("doctor", "--json", "--port", Integer.toString(port)));
    assertThat(report.get("summary").get("fail").asInt()).as(report.toString()).isZero();
    assertThat(report.get("summary").get("unknown").asInt()).as(report.toString()).isZero();
    assertThat(report.findValuesAsString("id"))
        .contains("postgres-standby-failover", "redis-clock", "kafka-listeners");
  }

  private Process up(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("up", "--servers-only", "--port", Integer.toString(port)));
    arguments.addAll(List.of(more));
    Process up = launch(arguments.toArray(String[]::new));
    await("all ready").atMost(START).until(() -> output().contains("All ready") || !up.isAlive());
    assertThat(up.isAlive()).as(output()).isTrue();
    return up;
  }

  private JsonNode status() throws Exception {
    return JsonMapper.shared().readTree(said("status", "--json"));
  }

  /** What a command that ends by itself prints. */
  private String said(String... arguments) throws Exception {
    Path out = folder.resolve("said.txt");
    Process process = builder(arguments).redirectOutput(out.toFile()).start();
    started.add(process);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    return Files.readString(out);
  }

  private Process launch(String... arguments) throws IOException {
    Process process = builder(arguments).redirectOutput(folder.resolve("out.txt").toFile()).start();
    started.add(process);
    return process;
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder.resolve("tmp")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    folder.resolve("tmp").toFile().mkdirs();
    return builder;
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("out.txt"));
  }

  private void assertNothingLeft() {
    await("files to go")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("plimsoll")))
                .isEmpty();
          }
          try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                .doesNotContain("plimsoll-" + System.getProperty("user.name"));
            assertThat(Ports.isFree(port)).isTrue();
          }
        });
  }
}
