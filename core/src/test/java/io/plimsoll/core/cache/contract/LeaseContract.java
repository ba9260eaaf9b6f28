package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.get;
import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.CacheKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of a cache that several processes share: one of them loads a key. */
public interface LeaseContract {
  Duration LONG = Duration.ofHours(1);
  CacheKey KEY = new CacheKey("k");

  Subject subject();

  @Test
  default void lease_isGivenToOneOfTwo_forEachKey() {
    Subject subject = subject().live();
    assertThat(lease(subject, KEY, LONG)).isTrue();
    assertThat(lease(subject, KEY, LONG)).isFalse();
    assertThat(lease(subject, new CacheKey("other"), LONG)).isTrue();
  }

  @Test
  default void lease_endsWithAFillThatIsStored() {
    Subject subject = subject().live();
    lease(subject, KEY, LONG);
    assertThat(Says.of(subject.fill(query("k", "a"), subject.now(), "one"))).isEqualTo("stored");
    assertThat(lease(subject, KEY, LONG)).isTrue();
  }

  @Test
  default void lease_endsWithAFillThatIsRefused() {
    Subject subject = subject().live();
    lease(subject, KEY, LONG);
    long xid = subject.change("a");
    assertThat(Says.of(subject.fill(query("k", "a"), subject.running(xid), "old")))
        .isEqualTo("refused mark");
    assertThat(lease(subject, KEY, LONG)).isTrue();
  }

  @Test
  default void lease_endsWhenItIsReleased() {
    Subject subject = subject().live();
    lease(subject, KEY, LONG);
    subject.cache().release(KEY);
    assertThat(lease(subject, KEY, LONG)).isTrue();
  }

  @Test
  default void lease_endsWithItsTime() {
    Subject subject = subject().live();
    assertThat(lease(subject, KEY, Duration.ofMillis(50))).isTrue();
    await("the lease's time to be over")
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          subject.pass(Duration.ofMillis(10));
          return lease(subject, KEY, LONG);
        });
  }

  @Test
  default void lease_isNotEndedByAFillOfAnotherKey() {
    Subject subject = subject().live();
    lease(subject, KEY, LONG);
    subject.fill(query("other", "a"), subject.now(), "one");
    assertThat(lease(subject, KEY, LONG)).isFalse();
  }

  private static boolean lease(Subject subject, CacheKey key, Duration time) {
    return get(subject.cache().lease(key, time));
  }
}
