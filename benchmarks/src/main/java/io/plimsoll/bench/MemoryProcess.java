package io.plimsoll.bench;

import io.plimsoll.bench.load.Answer;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child JVM with {@link MemoryServer}; ends when closed, or with this JVM. */
final class MemoryProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final URI uri;

  private MemoryProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts it with this JVM's JDK and class path and returns when it listens.
   *
   * @throws BenchException when it does not within 20 s
   */
  static MemoryProcess start(Answer answer, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED"); // Netty's; JDK 25 warns without
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MemoryServer.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      try {
        send(process, answer);
        return new MemoryProcess(process, URI.create("http://127.0.0.1:" + port(process)));
      } catch (IOException | RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new BenchException("cannot start the memory server: " + e.getMessage(), e);
    }
  }

  /** Its standard input stays open: its end tells the child to end. */
  private static void send(Process process, Answer answer) throws IOException {
    DataOutputStream out = new DataOutputStream(process.getOutputStream());
    out.writeInt(answer.headers().size());
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      out.writeUTF(header.getKey());
      out.writeUTF(header.getValue());
    }
    out.writeInt(answer.body().length);
    out.write(answer.body());
    out.flush();
  }

  private static int port(Process process) {
    BufferedReader lines = process.inputReader();
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(() -> lines.lines().findFirst().orElse("nothing"));
    try {
      return Integer.parseInt(line.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException | NumberFormatException e) {
      throw new BenchException("the memory server did not say its port: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while the memory server started", e);
    }
  }

  URI uri() {
    return uri;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
