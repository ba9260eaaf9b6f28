package io.plimsoll.core.stream;

import java.time.Duration;

/** Waiting times that double from a first to a longest one. Not thread-safe. */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  public Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** The time to wait now; the next one is twice as long. */
  public Duration next() {
    Duration now = next;
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return now;
  }

  /** After a success: the next waiting time is the first one again. */
  public void reset() {
    next = first;
  }
}
