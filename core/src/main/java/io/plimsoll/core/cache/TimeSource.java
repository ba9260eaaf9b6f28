package io.plimsoll.core.cache;

import java.util.concurrent.CompletionStage;

/** The clock that heartbeats are stamped with, and that their age is measured by. */
@FunctionalInterface
public interface TimeSource {
  /** µs since 1970; fails with {@link CacheException} when the clock's owner does not answer. */
  CompletionStage<Long> timeMicros();
}
