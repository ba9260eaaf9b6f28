package allocation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A hit in the process's cache over HTTP, by a client that allocates nothing: what JMH counts is
 * the service's.
 */
@State(Scope.Benchmark)
public class Hit {
  /** A request that repeats itself, or one whose last header says another number each time. */
  @Param({"repeated", "decoded"})
  public String request;

  private static final int DIGITS = 9;

  private Service service;
  private SocketChannel client;
  private ByteBuffer sent;
  private final ByteBuffer received = ByteBuffer.allocateDirect(65_536);
  private int counter;

  /** Starts the service and asks until it answers from its cache. */
  @Setup(Level.Trial)
  public void start() throws IOException {
    service = Service.start();
    client = SocketChannel.open(service.address());
    String last = request.equals("repeated") ? "Accept: */*" : "X-Number: " + "0".repeat(DIGITS);
    byte[] head =
        ("GET /articles/1 HTTP/1.1\r\nHost: localhost\r\n" + last + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    sent = ByteBuffer.allocateDirect(head.length).put(head);
    for (int i = 0; i < 1_000; i++) {
      ask();
    }
    String answer = new String(bytes(), StandardCharsets.UTF_8);
    if (!answer.contains("Cache-Status: plimsoll; hit") || !answer.contains("detail=l1")) {
      throw new IllegalStateException("no hit: " + answer);
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[received.position()];
    received.get(0, bytes);
    return bytes;
  }

  @TearDown(Level.Trial)
  public void stop() throws IOException {
    client.close();
    service.close();
  }

  @Benchmark
  public int hit() throws IOException {
    ask();
    return received.position();
  }

  private void ask() throws IOException {
    if (request.equals("decoded")) {
      int number = counter++;
      for (int i = 0; i < DIGITS; i++, number /= 10) {
        sent.put(sent.capacity() - 5 - i, (byte) ('0' + number % 10));
      }
    }
    sent.position(0).limit(sent.capacity());
    while (sent.hasRemaining()) {
      client.write(sent);
    }
    received.clear();
    do {
      if (client.read(received) < 0) {
        throw new IOException("the service closed the connection");
      }
    } while (received.position() < Service.BODY_BYTES || !whole());
  }

  /** The body ends the answer, and its last bytes are in no head. */
  private boolean whole() {
    int end = received.position();
    return received.get(end - 1) == '}' && received.get(end - 2) == '"';
  }
}
