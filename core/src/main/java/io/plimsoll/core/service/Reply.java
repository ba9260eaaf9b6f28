package io.plimsoll.core.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an admin route answers.
 *
 * @param body not changed afterwards
 * @param file sent instead of the body
 */
public record Reply(int status, String contentType, String body, Optional<Path> file) {
  /** Of a text. */
  public Reply(int status, String contentType, String body) {
    this(status, contentType, body, Optional.empty());
  }

  public static Reply text(String body) {
    return new Reply(200, "text/plain; charset=utf-8", body);
  }

  public static Reply json(String body) {
    return json(200, body);
  }

  public static Reply json(int status, String body) {
    return new Reply(status, "application/json", body);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
