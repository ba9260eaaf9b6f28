package io.plimsoll.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** An HTTP server that answers everything alike, after whatever a test wants to happen first. */
final class FakeTarget implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong requests = new AtomicLong();
  private final String answer;
  private final LongConsumer before;
  private volatile long closesAt = -1;

  /**
   * Listens.
   *
   * @param before called with the number of each request, from 0, before it is answered
   */
  FakeTarget(String answer, LongConsumer before) throws IOException {
    this.answer = answer;
    this.before = before;
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  static String answer(String status, String cacheStatus, String body) {
    return "HTTP/1.1 %s\r\nContent-Length: %d\r\nCache-Status: %s\r\n\r\n%s"
        .formatted(status, body.length(), cacheStatus, body);
  }

  static FakeTarget hits(LongConsumer before) throws IOException {
    return new FakeTarget(answer("200 OK", "plimsoll; hit; ttl=9; detail=redis", "{}"), before);
  }

  /** Instead of an answer to this request its connection ends. */
  FakeTarget closesAt(long request) {
    closesAt = request;
    return this;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  long requests() {
    return requests.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      OutputStream out = socket.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          long number = requests.getAndIncrement();
          if (number == closesAt) {
            return;
          }
          before.accept(number);
          out.write(answer.getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
