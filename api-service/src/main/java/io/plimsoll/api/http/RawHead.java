package io.plimsoll.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;

/**
 * Writes an answer with the status 200 as HTTP/1.1 has it on the wire (RFC 9112, section 2). One at
 * a time: of one event loop.
 */
final class RawHead implements Head {
  private static final byte[] OK = "HTTP/1.1 200 OK\r\n".getBytes(US_ASCII);
  private static final int USUAL_BYTES = 1_024;

  private byte[] bytes = Arrays.copyOf(OK, USUAL_BYTES);
  private int length;

  void begin() {
    length = OK.length;
  }

  @Override
  public void put(CharSequence name, CharSequence value) {
    int most = length + name.length() + value.length() + 6;
    if (most > bytes.length) {
      bytes = Arrays.copyOf(bytes, most * 2);
    }
    append(name);
    bytes[length++] = ':';
    bytes[length++] = ' ';
    append(value);
    bytes[length++] = '\r';
    bytes[length++] = '\n';
  }

  /** The whole answer, of which the length is told here. */
  ByteBuf end(byte[] body, ByteBufAllocator allocator) {
    put(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
    bytes[length++] = '\r';
    bytes[length++] = '\n';
    return allocator.ioBuffer(length + body.length).writeBytes(bytes, 0, length).writeBytes(body);
  }

  @SuppressWarnings("deprecation") // the one that makes no array; what is put here is ASCII
  private void append(CharSequence text) {
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, length, ascii.length());
    } else {
      text.toString().getBytes(0, text.length(), bytes, length);
    }
    length += text.length();
  }
}
