package io.plimsoll.bench.peers;

import io.plimsoll.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A peer's processes on loopback; they end when closed. */
final class PeerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 100;
  private static final int OK = 200;

  private final String name;
  private final Process process;
  private final URI uri;

  private PeerProcess(String name, Process process, URI uri) {
    this.name = name;
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts it and returns when it answers 200 to the path.
   *
   * @param environment besides this process's own: where secrets go
   * @throws BenchException when it does not within 60 s, naming its log
   */
  static PeerProcess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      int port,
      String path) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      PeerProcess peer =
          new PeerProcess(
              name, builder.start(), URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
      try {
        peer.awaitAnswer(log);
        return peer;
      } catch (BenchException e) {
        peer.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BenchException(
          "cannot run %s: %s; benchmarks/http/run installs what is needed"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private void awaitAnswer(Path log) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline && process.isAlive()) {
        if (status(client, request) == OK) {
          return;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BenchException("%s does not answer %s with 200: see %s".formatted(name, uri, log));
  }

  private static int status(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0; // not yet
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchException("no free port: " + e.getMessage(), e);
    }
  }

  URI uri() {
    return uri;
  }

  /** User and system time of it and of those it started. */
  Duration cpu() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    started.forEach(ProcessHandle::destroy);
    process.onExit().join();
  }
}
