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
  void stampFromBeforeAStepBack_isNotTakenForYounger() {
    clock.sampled(SERVER, nanos.get());
    long stamped = SERVER; // and then three seconds on its way
    pass(Duration.ofSeconds(3));
    clock.sampled(SERVER + 1_000_000, nanos.get()); // another server's clock, two seconds behind
    assertThat(clock.ageOf(stamped).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void stampAfterAStepBack_isTakenAsItIs_onceTheClockHasCaughtUp() {
    clock.sampled(SERVER, nanos.get());
    clock.sampled(SERVER - 2_000_000, nanos.get());
    assertThat(clock.ageOf(SERVER - 2_000_000).orElseThrow())
        .as("it may be from before the step")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    pass(Duration.ofMillis(2_100));
    clock.sampled(SERVER + 100_000, nanos.get());
    assertThat(clock.ageOf(SERVER + 90_000).orElseThrow()).isLessThan(Duration.ofMillis(20));
  }

  @Test
  void stepBackByAnHour_isForgottenAfterAMinute() {
    clock.sampled(SERVER, nanos.get());
    long behind = SERVER - TimeUnit.HOURS.toMicros(1);
    clock.sampled(behind, nanos.get());
    assertThat(clock.ageOf(behind).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    pass(Duration.ofSeconds(61));
    clock.sampled(behind + 61_000_000, nanos.get());
    assertThat(clock.ageOf(behind + 61_000_000).orElseThrow()).isLessThan(Duration.ofMillis(10));
  }

  @Test
  void slowSampleThenFastOne_costsNoMoreThanTheRoundTrip() {
    long sent = nanos.get();
    pass(Duration.ofMillis(40));
    clock.sampled(SERVER, sent);
    clock.sampled(SERVER, nanos.get());
    assertThat(clock.ageOf(SERVER).orElseThrow()).isLessThan(Duration.ofMillis(45));
    pass(Duration.ofMillis(50));
    assertThat(clock.ageOf(SERVER + 50_000).orElseThrow()).isLessThan(Duration.ofMillis(3));
  }

  @Test
  void watermarkNotSeenToMove_hasNoAge() {
    clock.sampled(SERVER, nanos.get());
    assertThat(guard.age(at(SERVER - 1_000))).isEmpty();
    assertThat(guard.age(at(SERVER - 1_000))).as("still the same").isEmpty();
    assertThat(guard.age(at(SERVER))).as("it has moved").isPresent();
  }

  @Test
  void noWatermark_hasNoAge() {
    clock.sampled(SERVER, nanos.get());
    assertThat(guard.age(Watermark.NONE)).isEmpty();
  }
}
