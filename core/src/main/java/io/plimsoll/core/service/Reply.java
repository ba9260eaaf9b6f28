package io.plimsoll.core.service;

import java.nio.charset.StandardCharsets;

/**
 * What an admin route answers.
 *
 * @param body not changed afterwards
 */
public record Reply(int status, String contentType, String body) {
  public static Reply text(String body) {
    return new Reply(200, "text/plain; charset=utf-8", body);
  }

  public static Reply json(String body) {
    return new Reply(200, "application/json", body);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
