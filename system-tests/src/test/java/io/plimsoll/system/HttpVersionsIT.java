package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The versions of HTTP without TLS: 1.1 with kept connections, and 2 by both ways to it. */
final class HttpVersionsIT {
  private static final String PATH = "/articles/1";

  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder(Service.API));
    articles.until(PATH, response -> response.status() == 200);
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static Socket connect() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), articles.stack().endpoints().port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Test
  void client_isGivenTheVersionItAsksFor() throws Exception {
    URI uri = URI.create(articles.stack().endpoints().api() + PATH);
    for (HttpClient.Version version :
        new HttpClient.Version[] {HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2}) {
      try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
        HttpResponse<String> response =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void http11_keepsTheConnection_andAnswersInOrder() throws Exception {
    try (Socket socket = connect()) {
      String head = "HEAD " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      String absent = "HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write((head + absent + head).getBytes(StandardCharsets.UTF_8));
      for (int status : new int[] {200, 404, 200}) {
        assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 " + status + " ");
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as(text.toString()).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }

  /** RFC 9113, 3.3: the first bytes are already HTTP/2. */
  @Test
  void http2_withPriorKnowledge_isAnswered() throws Exception {
    try (Socket socket = connect()) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.write(0x82); // :method GET
      block.write(0x86); // :scheme http
      literal(block, 0x01, "localhost"); // :authority
      literal(block, 0x04, PATH); // :path
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(request, 0x4, 0, 0, new byte[0]);
      frame(request, 0x1, 0x5, 1, block.toByteArray());
      socket.getOutputStream().write(request.toByteArray());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      StringBuilder body = new StringBuilder();
      boolean ended = false;
      while (!ended) {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        in.readInt(); // stream
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        switch (lengthAndType & 0xff) {
          case 0x0 -> body.append(new String(payload, StandardCharsets.UTF_8));
          case 0x1 -> assertThat(payload[fieldsAt(flags)] & 0xff).as(":status 200").isEqualTo(0x88);
          default -> assertThat(lengthAndType & 0xff).as("no reset, no end").isNotIn(0x3, 0x7);
        }
        ended = (lengthAndType & 0xff) == 0x0 && (flags & 0x1) != 0;
      }
      assertThat(body.toString()).startsWith("{").contains("\"id\"");
    }
  }

  /** In a HEADERS frame: behind the padding's length and the priority, where they are there. */
  private static int fieldsAt(int flags) {
    return ((flags & 0x8) == 0 ? 0 : 1) + ((flags & 0x20) == 0 ? 0 : 5);
  }

  private static void literal(ByteArrayOutputStream block, int name, String value)
      throws IOException {
    block.write(name);
    block.write(value.length());
    block.write(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.write(
        new byte[] {
          0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0, (byte) stream
        });
    out.write(payload);
  }
}
