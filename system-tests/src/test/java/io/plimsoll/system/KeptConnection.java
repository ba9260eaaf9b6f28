package io.plimsoll.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection that is used again and again; repeats nothing by itself. */
final class KeptConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** What came back, and whether it was the last on this connection. */
  record Answer(int status, String body, boolean last) {}

  KeptConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An IOException is a request that got no answer. */
  Answer get(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    String head = head().toLowerCase(Locale.ROOT);
    int length = Integer.parseInt(header(head, "content-length"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(
        Integer.parseInt(head.substring(9, 12)), body, header(head, "connection").equals("close"));
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed after " + head.size() + " bytes of an answer's head");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.UTF_8);
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** Whether the other side has closed it; blocks until it does. */
  boolean ends() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
