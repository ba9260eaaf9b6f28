package io.plimsoll.api.live;

import io.plimsoll.api.read.Answer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One client's stream of events, as the HTML standard defines them (server-sent events). For one
 * event loop.
 */
final class LiveStream {
  private final Client client;
  private final HttpServerResponse response;
  private String sent;
  private long notBeforeNanos;
  private boolean bound;

  /** Begins it. */
  LiveStream(Client client, long nowNanos) {
    this.client = client;
    this.response = client.response();
    this.sent = client.seen().orElse("");
    this.bound = client.seen().isPresent();
    this.notBeforeNanos = nowNanos;
  }

  Client client() {
    return client;
  }

  boolean has(Answer answer) {
    return sent.equals(answer.content().etag());
  }

  /**
   * Whether an answer is none from before the one that the client has: it was right at a moment
   * when that one had been received already.
   */
  boolean admits(Answer answer, long receivedNanos) {
    return !bound || receivedNanos - answer.age().toNanos() - notBeforeNanos >= 0;
  }

  /**
   * Sends an answer.
   *
   * @return false when the client does not keep up: what it was sent before waits still
   */
  boolean send(Answer answer, long receivedNanos) {
    if (response.writeQueueFull()) {
      return false;
    }
    String body = new String(answer.content().body(), StandardCharsets.UTF_8);
    StringBuilder event = new StringBuilder(body.length() + 100);
    if (!answer.content().found()) {
      event.append("event: not-found\n");
    }
    event.append("id: ").append(answer.content().etag()).append('\n');
    for (String line : body.split("\r\n|\r|\n", -1)) {
      event.append("data: ").append(line).append('\n');
    }
    response.write(event.append('\n').toString());
    sent = answer.content().etag();
    seen(receivedNanos);
    return true;
  }

  /** The client has this answer by now. */
  void seen(long receivedNanos) {
    bound = true;
    notBeforeNanos = receivedNanos;
  }

  /** Shows that the connection is alive; false when the client has not even read the last one. */
  boolean beat() {
    if (response.writeQueueFull()) {
      return false;
    }
    response.write(":\n\n");
    return true;
  }

  /** How long to wait before coming again; sent first, and last when the service stops. */
  void retry(Duration time) {
    response.write("retry: " + time.toMillis() + "\n\n");
  }

  void end(Duration retry) {
    if (!response.ended() && !response.closed()) {
      retry(retry);
      response.end();
    }
  }

  void drop() {
    client.cut().run();
  }
}
