package io.plimsoll.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The age of a watermark, by a clock that is only sampled and may be set. */
final class ServerClockTest {
  private static final long SERVER = 1_000_000_000_000L; // µs

  private final AtomicLong nanos = new AtomicLong(TimeUnit.HOURS.toNanos(1));
  private final ServerClock clock = new ServerClock(nanos::get);
  private final WatermarkGuard guard = new WatermarkGuard(clock);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Watermark at(long micros) {
    return new Watermark(micros, Lsn.NONE, Xid.NONE);
  }

  @Test
  void age_isAnUpperBound_includingTheRoundTrip() {
    long sent = nanos.get();
    pass(Duration.ofMillis(40)); // the answer came 40 ms later: TIME was read anywhere in between
    clock.sampled(SERVER, sent);
    assertThat(clock.ageOf(SERVER - 10_000).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofMillis(50))
        .isLessThanOrEqualTo(Duration.ofMillis(52));
  }

  @Test
  void sampleTooOld_givesNoAge() {
    clock.sampled(SERVER, nanos.get());
    pass(Duration.ofSeconds(6));
    assertThat(clock.ageOf(SERVER)).isEmpty();
  }

  @Test
  void momentAhead_afterTheClockWasSetBack_givesNoAge() {
    clock.sampled(SERVER, nanos.get());
    assertThat(clock.ageOf(SERVER + 60_000_000)).isEmpty();
  }

  @Test
  void unmovedWatermark_ages_thoughTheServersClockWasSetBack() {
    clock.sampled(SERVER, nanos.get());
    guard.age(at(SERVER - 2_000));
    assertThat(guard.age(at(SERVER - 1_000)).orElseThrow()).isLessThan(Duration.ofMillis(10));
    pass(Duration.ofSeconds(3));
    clock.sampled(SERVER, nanos.get()); // set back by three seconds
    assertThat(guard.age(at(SERVER - 1_000)).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void watermarkNotSeenToMove_hasNoAge() {
    clock.sampled(SERVER, nanos.get());
    assertThat(guard.age(at(SERVER - 1_000))).isEmpty();
    assertThat(guard.age(at(SERVER - 1_000))).as("still the same").isEmpty();
    assertThat(guard.age(at(SERVER))).as("it has moved").isPresent();
  }

  @Test
  void overtakenWatermark_isNoMovement_andKeepsItsAge() {
    clock.sampled(SERVER, nanos.get());
    guard.age(at(SERVER - 3_000));
    guard.age(at(SERVER - 2_000));
    pass(Duration.ofSeconds(1));
    guard.age(at(SERVER - 1_000));
    assertThat(guard.age(at(SERVER - 2_000)).orElseThrow())
        .as("the one before the last, in an answer that was overtaken")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(guard.age(at(SERVER - 2_500))).as("one of a server that lost writes").isEmpty();
  }

  @Test
  void momentBeforeTheStep_ages_byTheClockThatItWasTakenFrom() {
    clock.sampled(SERVER, nanos.get());
    pass(Duration.ofSeconds(1));
    clock.sampled(SERVER - 2_000_000, nanos.get()); // a second later, three seconds less
    assertThat(clock.ageOf(SERVER - 2_000_000).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(4));
    assertThat(clock.ageOf(SERVER + 1_500_000).orElseThrow())
        .as("taken from the new clock, behind the step")
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void noWatermark_hasNoAge() {
    clock.sampled(SERVER, nanos.get());
    assertThat(guard.age(Watermark.NONE)).isEmpty();
  }
}
