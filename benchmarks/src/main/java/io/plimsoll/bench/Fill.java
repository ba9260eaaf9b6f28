package io.plimsoll.bench;

import io.plimsoll.bench.load.Answer;
import io.plimsoll.bench.load.HttpProbe;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Gets an answer into the cache. */
public final class Fill {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 500_000;

  private Fill() {}

  /**
   * Asks until the answer is a hit.
   *
   * @throws BenchException when it is none for 10 s, with the last answer's reason
   */
  public static Answer untilHit(HttpProbe probe, String path) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Answer answer = probe.get(path);
    while (!answer.served().isHit()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "GET %s was no hit for %d s; the last answer: %d, Cache-Status: %s"
                .formatted(
                    path,
                    PATIENCE.toSeconds(),
                    answer.status(),
                    answer.headers().getOrDefault("Cache-Status", "none")));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      answer = probe.get(path);
    }
    return answer;
  }
}
