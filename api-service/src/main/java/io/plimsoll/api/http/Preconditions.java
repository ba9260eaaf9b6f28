package io.plimsoll.api.http;

import org.jspecify.annotations.Nullable;

/** {@code If-None-Match}, RFC 9110 section 13.1.2. */
final class Preconditions {
  private Preconditions() {}

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
