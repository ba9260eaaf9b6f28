package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real server and connections that are used again and again. */
final class DrainTest {
  private static final int CLIENTS = 16;

  private final Vertx vertx = Vertx.vertx();
  private final Drain drain = new Drain(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private final BlockingQueue<HttpServerRequest> held = new LinkedBlockingQueue<>();
  private final HttpServer server =
      vertx
          .createHttpServer()
          .requestHandler(request -> {
            drain.take(request);
            if ("/held".equals(request.path())) {
              held.add(request);
            } else {
              request.response().end("ok");
            }
          })
          .listen(0, "127.0.0.1")
          .await();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  /** An exception is a request without an answer. */
  private static boolean isLast(Socket socket, BufferedReader in, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
    boolean last = false;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      last |= line.equalsIgnoreCase("connection: close");
    }
    assertThat(in.read()).isEqualTo('o');
    assertThat(in.read()).isEqualTo('k');
    return last;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Until it is told that the connection ends, which it then does. */
  private boolean client(CountDownLatch running) throws IOException {
    try (Socket socket = connect()) {
      BufferedReader in = reader(socket);
      while (!isLast(socket, in, "/")) {
        running.countDown();
      }
      return in.read() < 0;
    }
  }

  @Test
  void openConnections_areEndedByAnswers_andWhatRunsEnds() throws Exception {
    CountDownLatch running = new CountDownLatch(10 * CLIENTS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> client(running)));
      }
      running.await();
      assertThat(drain.notReady()).isEmpty();
      Future<?> draining = threads.submit(drain::close);
      for (Future<Boolean> client : clients) {
        assertThat(client.get()).as("ended after a whole answer that said so").isTrue();
      }
      assertThat(drain.notReady()).contains("stopping");
      Future<Boolean> slow =
          threads.submit(() -> {
            try (Socket socket = connect()) {
              return isLast(socket, reader(socket), "/held");
            }
          });
      HttpServerRequest waiting = held.take();
      draining.get();
      io.vertx.core.Future<Void> closed = server.shutdown(drain.patience());
      assertThat(closed.isComplete()).as("a request is under way").isFalse();
      waiting.response().end("ok");
      assertThat(slow.get()).isTrue();
      closed.await();
    }
  }

  @Test
  void withoutDrain_nothingIsTold() throws Exception {
    try (Socket socket = connect()) {
      assertThat(isLast(socket, reader(socket), "/")).isFalse();
    }
  }
}
