package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a request's target must be before it is routed: visible ASCII, percent-encoded UTF-8 (RFC
 * 3629: no overlong forms, no surrogates), and a path that says one thing to everybody: without
 * empty segments, and without {@code .} and {@code ..}, which clients resolve themselves (RFC 3986,
 * section 5.2.4).
 */
final class RequestTarget {
  private static final int LONGEST_DOTS = "%2e%2e".length();

  private RequestTarget() {}

  /** What is wrong with it; empty for nearly all. */
  static Optional<Problem> problem(String uri) {
    if (!isWellFormed(uri)) {
      return bad("The path and the query string must be percent-encoded UTF-8");
    }
    int start = path(uri);
    if (start == uri.length() || uri.charAt(start) != '/') {
      return uri.equals("*") ? Optional.empty() : bad("The path must start with /");
    }
    int query = uri.indexOf('?', start);
    int end = query < 0 ? uri.length() : query;
    return end - start == 1 ? Optional.empty() : segments(uri, start, end);
  }

  private static Optional<Problem> segments(String uri, int start, int end) {
    int segment = start + 1;
    for (int i = segment; i <= end; i++) {
      if (i == end || uri.charAt(i) == '/') {
        if (i == segment) {
          return Optional.of(Problem.of(ProblemType.NO_SUCH_PATH, "No path has an empty segment"));
        }
        if (i - segment <= LONGEST_DOTS && isDots(uri.substring(segment, i))) {
          return bad("The path must not have the segments . and ..");
        }
        segment = i + 1;
      }
    }
    return Optional.empty();
  }

  private static boolean isDots(String segment) {
    if (segment.charAt(0) != '.' && segment.charAt(0) != '%') {
      return false;
    }
    String plain = segment.replace("%2e", ".").replace("%2E", ".");
    return plain.equals(".") || plain.equals("..");
  }

  /** Where the path begins: after the authority, if there is one (RFC 9112, section 3.2.2). */
  private static int path(String uri) {
    if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
      return 0;
    }
    int slash = uri.indexOf('/', uri.indexOf("://") + "://".length());
    return slash < 0 ? uri.length() : slash;
  }

  private static boolean isWellFormed(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
      if (c == '%') {
        return isUtf8(uri, i);
      }
    }
    return !uri.isEmpty();
  }

  private static boolean isUtf8(String uri, int from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
    for (int i = from; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
      if (c == '%') {
        int octet = octet(uri, i);
        if (octet < 0) {
          return false;
        }
        bytes.write(octet);
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return Utf8.decode(ByteBuffer.wrap(bytes.toByteArray())).isPresent();
  }

  /** What {@code %xx} at this place stands for, or -1. */
  private static int octet(String uri, int at) {
    if (at + 2 >= uri.length()) {
      return -1;
    }
    int high = digit(uri.charAt(at + 1));
    int low = digit(uri.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  private static int digit(char c) {
    return c < 0x7f ? Character.digit(c, 16) : -1;
  }

  private static Optional<Problem> bad(String detail) {
    return Optional.of(Problem.of(ProblemType.BAD_REQUEST, detail));
  }
}
