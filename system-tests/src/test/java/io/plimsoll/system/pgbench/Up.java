package io.plimsoll.system.pgbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Child;
import io.plimsoll.local.server.Folders;
import io.plimsoll.local.server.Launch;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Signal;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code plimsoll up} as a process of its own, run from the built checkout as the script does. */
final class Up implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final int port = new Ports().next();
  private final Child process;

  private Up(Path folder, Map<String, String> environment, Watchdog watchdog, String... options) {
    this.folder = folder;
    Folders.create(folder.resolve("tmp"));
    Path app = Layout.find().root().resolve("local/target/app");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.addAll(List.of("-cp", app.resolve("*") + ":" + app.resolve("lib/*")));
    command.addAll(List.of("io.plimsoll.local.cli.Main", "up", "--port", Integer.toString(port)));
    command.addAll(List.of(options));
    Launch launch = new Launch(command, environment, "", false, folder.resolve("up.log"));
    process = Child.start(launch, Signal.TERM, watchdog);
  }

  /** Returns when it says that all is ready. */
  static Up start(Path folder, DebianPostgres postgres, Path catalog, Watchdog watchdog) {
    Map<String, String> environment =
        Map.of("PGPASSWORD", postgres.password(), "XDG_RUNTIME_DIR", folder.toString());
    String[] options = {"--postgres", postgres.url(), "--catalog", catalog.toString()};
    Up up = new Up(folder, environment, watchdog, options);
    try {
      await("plimsoll up")
          .atMost(PATIENCE)
          .until(() -> up.output().contains("All ready") || !up.process.isAlive());
      assertThat(up.process.isAlive()).as(up.output()).isTrue();
      return up;
    } catch (RuntimeException | AssertionError e) {
      up.close();
      throw e;
    }
  }

  String output() {
    return Texts.of(folder.resolve("up.log"));
  }

  String api() {
    return "http://127.0.0.1:" + port;
  }

  /** The third port after the API's. */
  String collector() {
    return "http://127.0.0.1:" + (port + 3);
  }

  /** Lines of the services' logs, with the name of their file. */
  List<String> logLines() {
    try (Stream<Path> files = Files.walk(folder.resolve("tmp"))) {
      return files
          .filter(file -> file.toString().matches(".*/services/[^/]+[.]log"))
          .flatMap(file -> Texts.of(file).lines().map(line -> file.getFileName() + ": " + line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as Ctrl-C does, and returns its exit code. */
  int stop() {
    process.stop(Signal.TERM, Duration.ofSeconds(40));
    return process.exitCode();
  }

  /** What an ended one left in its temporary folder. */
  List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("plimsoll")).toList();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
