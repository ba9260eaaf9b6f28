package io.plimsoll.api.http.wire;

import java.nio.charset.StandardCharsets;

/** An answer that closes the connection. */
public record Refusal(int status, String reason, String mediaType, String body) {
  /** As HTTP/1.1 has it. */
  String message() {
    return "HTTP/1.1 %d %s\r\ncontent-type: %s\r\ncontent-length: %d\r\ncache-control: no-store\r\nconnection: close\r\n\r\n%s"
        .formatted(status, reason, mediaType, body.getBytes(StandardCharsets.UTF_8).length, body);
  }
}
