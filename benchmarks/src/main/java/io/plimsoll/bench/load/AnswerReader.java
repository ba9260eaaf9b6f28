package io.plimsoll.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads answers with {@code Content-Length} of one connection, one after the other, in as few steps
 * as a load generator needs. Of one thread at a time.
 */
final class AnswerReader {
  private static final int MAX_BYTES = 1 << 17;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final String CONTENT_LENGTH = "content-length";
  private static final String CACHE_STATUS = "cache-status";

  private final byte[] bytes = new byte[MAX_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private int scanned;
  private int bodyAt;
  private int end;
  private String cacheStatus = "";

  /** Forgets the last answer. */
  void next() {
    buffer.clear();
    scanned = 0;
    bodyAt = 0;
    end = 0;
    cacheStatus = "";
  }

  /**
   * Takes what the channel has.
   *
   * @return whether the answer is complete
   * @throws LoadException when the connection ended, or the answer is none that this reads
   */
  boolean read(ReadableByteChannel channel) throws IOException {
    int count = channel.read(buffer);
    if (count < 0) {
      throw new LoadException("the server closed the connection, an answer was outstanding");
    }
    if (bodyAt == 0 && !headIsThere()) {
      requireRoom(buffer.position() + 1);
      return false;
    }
    if (buffer.position() > end) {
      throw new LoadException("more bytes than the answer's Content-Length says");
    }
    return buffer.position() == end;
  }

  int status() {
    return Integer.parseInt(text(STATUS_AT, STATUS_AT + 3));
  }

  Served served() {
    return Served.of(cacheStatus);
  }

  /** Empty when the answer has none. */
  String cacheStatus() {
    return cacheStatus;
  }

  byte[] body() {
    return Arrays.copyOfRange(bytes, bodyAt, end);
  }

  /** In the order and spelling of the answer. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    text(0, bodyAt)
        .lines()
        .skip(1)
        .filter(line -> line.contains(":"))
        .forEach(line -> {
          int colon = line.indexOf(':');
          headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
    return headers;
  }

  private boolean headIsThere() {
    for (int i = Math.max(scanned, 3); i < buffer.position(); i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        bodyAt = i + 1;
        readHead();
        return true;
      }
    }
    scanned = buffer.position();
    return false;
  }

  private void readHead() {
    int length = -1;
    for (int start = 0; start < bodyAt; ) {
      int newline = indexOf('\n', start);
      if (named(CONTENT_LENGTH, start)) {
        length = Integer.parseInt(value(CONTENT_LENGTH, start, newline));
      } else if (named(CACHE_STATUS, start)) {
        cacheStatus = value(CACHE_STATUS, start, newline);
      }
      start = newline + 1;
    }
    if (length < 0) {
      throw new LoadException("the answer has no Content-Length; this client reads no other");
    }
    end = bodyAt + length;
    requireRoom(end);
  }

  private void requireRoom(int needed) {
    if (needed > MAX_BYTES) {
      throw new LoadException("an answer of more than " + MAX_BYTES + " bytes");
    }
  }

  private int indexOf(char wanted, int from) {
    int i = from;
    while (bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  /** Whether the line is of this header, given in lower case. */
  private boolean named(String name, int start) {
    if (bytes[start + name.length()] != ':') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if ((bytes[start + i] | 0x20) != (name.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private String value(String name, int start, int newline) {
    return text(start + name.length() + 1, newline).strip();
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }
}
