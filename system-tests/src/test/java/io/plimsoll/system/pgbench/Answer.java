package io.plimsoll.system.pgbench;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * What the API answered to one question, and when on the clock that Postgres uses too.
 *
 * @param cacheStatus the header of that name, and {@code freshness} that of Plimsoll-Freshness
 */
record Answer(
    Question question,
    Instant asked,
    Instant answered,
    int status,
    String body,
    String cacheStatus,
    String freshness) {

  static Answer of(Question question, Instant asked, HttpResponse<String> response) {
    return new Answer(
        question,
        asked,
        Instant.now(),
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Cache-Status").orElse(""),
        response.headers().firstValue("Plimsoll-Freshness").orElse(""));
  }

  boolean hit() {
    return cacheStatus.startsWith("plimsoll; hit");
  }

  /** The same answer, had it been given when it was no longer allowed. */
  Answer muchLater() {
    Duration later = Judge.BOUND.plusSeconds(1);
    return new Answer(
        question, asked.plus(later), answered.plus(later), status, body, cacheStatus, freshness);
  }
}
