package io.plimsoll.api.http;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** {@code If-None-Match}, RFC 9110 section 13.1.2. */
final class Preconditions {
  private Preconditions() {}

  /** A list that may come in several lines (RFC 9110, section 5.3); null when there is none. */
  static @Nullable String all(MultiMap headers, CharSequence name) {
    String first = headers.get(name);
    return first == null ? null : String.join(",", headers.getAll(name));
  }

  /** Whether a body is to be sent: the header is absent or names no current validator. */
  static boolean noneMatch(@Nullable String header, String etag) {
    if (header == null) {
      return true;
    }
    for (String candidate : header.split(",", -1)) {
      String tag = candidate.strip();
      if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
        return false;
      }
    }
    return true;
  }
}
