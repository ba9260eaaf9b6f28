package io.plimsoll.bench;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The yardstick: answers every request with one answer it holds in memory, with the server, the
 * number of event loops, the headers and the body of api-service, and nothing else. It reads the
 * answer from standard input, writes its port, and ends when the input ends.
 */
final class MemoryServer extends VerticleBase {
  private final List<Header> headers;
  private final byte[] body;
  private final int port;

  private record Header(CharSequence name, CharSequence value) {}

  private MemoryServer(List<Header> headers, byte[] body, int port) {
    this.headers = headers;
    this.body = body;
    this.port = port;
  }

  public static void main(String[] args) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    List<Header> headers = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      headers.add(header(in.readUTF(), in.readUTF()));
    }
    byte[] body = in.readNBytes(in.readInt());
    int port = freePort();
    Vertx vertx = Vertx.vertx();
    try {
      listen(vertx, List.copyOf(headers), body, port);
      System.out.println(port);
      while (in.read() >= 0) {
        // nothing more is sent; the end is what matters
      }
    } finally {
      vertx.close().await();
    }
  }

  /** All instances share a port, which Vert.x cannot choose for them. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Header header(String name, String value) {
    return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }

  private static void listen(Vertx vertx, List<Header> headers, byte[] body, int port) {
    DeploymentOptions everyLoop =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    vertx.deployVerticle(() -> new MemoryServer(headers, body, port), everyLoop).await();
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(port).setTcpNoDelay(true);
    return vertx.createHttpServer(options).requestHandler(this::answer).listen();
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    for (Header header : headers) {
      response.putHeader(header.name(), header.value());
    }
    response.end(Buffer.buffer(body));
  }
}
