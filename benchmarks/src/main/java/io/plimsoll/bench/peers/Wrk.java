package io.plimsoll.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs wrk: one client for all, closed loops on kept connections. */
final class Wrk {
  private static final long GRACE_SECONDS = 30;

  private final Path script;

  /** Takes the script that reports, from {@link Resources}. */
  Wrk(Path script) {
    this.script = script;
  }

  /**
   * One run.
   *
   * @param arguments of the script
   * @throws BenchException when wrk cannot run or says nothing
   */
  WrkReport run(URI uri, int connections, Duration time, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("wrk");
    command.add("--threads=1");
    command.add("--connections=" + connections);
    command.add("--duration=" + time.toSeconds() + "s");
    command.add("--timeout=10s");
    command.add("--script=" + script);
    command.add(uri.toString());
    if (arguments.length > 0) {
      command.add("--");
      command.addAll(List.of(arguments));
    }
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(time.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BenchException("wrk did not end: " + command);
      }
      return WrkReport.parse(said);
    } catch (IOException e) {
      throw new BenchException("cannot run wrk: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while wrk ran", e);
    }
  }
}
