package io.plimsoll.core.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.TestTime;
import io.plimsoll.core.cache.contract.Says;
import io.plimsoll.core.cache.contract.Subject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What only the cache in the process promises: its size, and what it knows of time. */
final class MemoryCacheTest {
  private static final long MAX = 1 << 20;

  private final TestTime time = new TestTime();
  private final MemoryCache cache =
      new MemoryCache(MAX, time.clock(), () -> UUID.randomUUID().toString());
  private final Subject subject = new Subject(cache, time.clock(), time::pass).live();

  private void fill(String key, String tag, int bytes) {
    assertThat(subject.fill(Subject.query(key, tag), subject.now(), "x".repeat(bytes)))
        .asString()
        .startsWith("Stored");
  }

  @Test
  void bytes_afterManyFills_areWithinTheMost() {
    for (int i = 0; i < 3_000; i++) {
      fill("k" + i, "t" + i, i % 5 * 1_000);
      assertThat(cache.bytes()).isLessThanOrEqualTo(MAX);
    }
    assertThat(cache.bytes()).isGreaterThan(MAX / 2);
    fill("huge", "t", (int) MAX + 1);
    assertThat(cache.bytes()).isLessThanOrEqualTo(MAX);
    assertThat(Says.of(subject.lookup(Subject.query("huge", "t")))).isEqualTo("miss miss");
  }

  @Test
  void generations_ofTagsThatNoEntryHoldsAnyMore_areForgotten() {
    for (int i = 0; i < 5_000; i++) {
      fill("k" + i % 10, "t" + i, 10);
    }
    await("the garbage collector to clear them")
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          System.gc();
          return cache.generations() <= 10;
        });
    assertThat(Says.of(subject.lookup(Subject.query("k9", "t4999")))).startsWith("hit");
    subject.change("t4999");
    assertThat(Says.of(subject.lookup(Subject.query("k9", "t4999")))).isEqualTo("miss invalidated");
  }

  /**
   * The stream stands still, nobody asks anything, the heartbeats' clock is set back, and then
   * somebody asks.
   */
  @Test
  void watermark_thatCameLongAgo_isOld_evenIfNobodyAskedAndTheClockWasSetBack() {
    fill("k", "t", 1);
    subject.beat();
    time.pass(Subject.BOUND.plusSeconds(1));
    time.setBack(Subject.BOUND.plusSeconds(1));
    assertThat(Says.of(subject.lookup(Subject.query("k", "t"))))
        .isEqualTo("bypass stale-watermark");
    time.pass(Subject.BOUND.plusSeconds(2)); // the clock has caught up with what it once said
    subject.beat();
    assertThat(Says.of(subject.lookup(Subject.query("k", "t")))).startsWith("hit");
  }
}
