package io.plimsoll.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The age of a watermark, by a clock that is only sampled and may be set. */
final class ServerClockTest {
  private static final long SERVER = 1_000_000_000_000L; // µs

  private static final Incarnation HERE = new Incarnation("here");

  private final AtomicLong nanos = new AtomicLong(TimeUnit.HOURS.toNanos(1));
  private final ServerClock clock = new ServerClock(nanos::get);
  private final WatermarkGuard guard = new WatermarkGuard(clock);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Optional<Duration> age(WatermarkGuard guard, Watermark watermark) {
    return guard.age(watermark, HERE);
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
  void momentAhead_ofAllThatWasSampled_givesNoAge() {
    clock.sampled(SERVER, nanos.get());
    assertThat(clock.ageOf(SERVER + 60_000_000)).isEmpty();
  }

  @Test
  void clockSetBack_doesNotMakeYounger_whatWasStampedBefore() {
    clock.sampled(SERVER, nanos.get());
    pass(Duration.ofSeconds(4));
    clock.sampled(SERVER + 1_000_000, nanos.get()); // it should say 4 s: set back by three
    assertThat(clock.ageOf(SERVER).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
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
    assertThat(clock.ageOf(SERVER).orElseThrow())
        .as("from before")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void twoStepsBack_areBothRemembered() {
    clock.sampled(SERVER, nanos.get());
    clock.sampled(SERVER - 1_000_000, nanos.get());
    clock.sampled(SERVER - 2_000_000, nanos.get());
    assertThat(clock.ageOf(SERVER - 1_000_000).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void stepBack_isNoticed_thoughTheSampleBeforeItCameLate() {
    clock.sampled(SERVER, nanos.get());
    pass(Duration.ofMillis(400));
    long sent = nanos.get();
    pass(Duration.ofMillis(600)); // the process was paused, and meanwhile the clock set back
    clock.sampled(SERVER + 400_000, sent);
    clock.sampled(SERVER + 500_000, nanos.get());
    assertThat(clock.ageOf(SERVER + 390_000).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofMillis(610));
  }

  @Test
  void clockSetBackByAnHour_isForgottenInTheEnd() {
    clock.sampled(SERVER, nanos.get());
    long back = SERVER - TimeUnit.HOURS.toMicros(1);
    for (int second = 0; second <= 2 * ServerClock.MEMORY.toSeconds(); second++) {
      clock.sampled(back + second * 1_000_000L, nanos.get());
      pass(Duration.ofSeconds(1));
    }
    long stampedNow = back + 2 * ServerClock.MEMORY.toSeconds() * 1_000_000L;
    assertThat(clock.ageOf(stampedNow).orElseThrow()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void slowAnswers_doNotMakeOlder_whatComesAfterThem() {
    long sent = nanos.get();
    pass(Duration.ofSeconds(1));
    clock.sampled(SERVER, sent); // read anywhere within that second
    clock.sampled(SERVER, nanos.get());
    assertThat(clock.ageOf(SERVER).orElseThrow()).isLessThan(Duration.ofMillis(10));
  }

  @Test
  void watermarkThatWasOldAtFirstSight_staysSo() {
    clock.sampled(SERVER, nanos.get());
    age(guard, at(SERVER - 9_000_000));
    assertThat(age(guard, at(SERVER - 2_000_000)).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(1));
    assertThat(age(guard, at(SERVER - 2_000_000)).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void unmovedWatermark_ages_thoughTheServersClockWasSetBack() {
    clock.sampled(SERVER, nanos.get());
    age(guard, at(SERVER - 2_000));
    assertThat(age(guard, at(SERVER - 1_000)).orElseThrow()).isLessThan(Duration.ofMillis(10));
    pass(Duration.ofSeconds(3));
    clock.sampled(SERVER, nanos.get()); // set back by three seconds
    assertThat(age(guard, at(SERVER - 1_000)).orElseThrow())
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
    assertThat(age(guard, at(SERVER - 1_000))).isEmpty();
    assertThat(age(guard, at(SERVER - 1_000))).as("still the same").isEmpty();
    assertThat(age(guard, at(SERVER))).as("it has moved").isPresent();
  }

  @Test
  void heartbeatsOnTheirWayWhenTheProcessStarted_haveNoAge() {
    ServerClock started = new ServerClock(nanos::get, Lsn.MAX);
    WatermarkGuard newcomer = new WatermarkGuard(started);
    started.sampled(SERVER, nanos.get());
    assertThat(age(newcomer, new Watermark(SERVER - 3, new Lsn(9), Xid.NONE))).isEmpty();
    started.trustBehind(new Lsn(10));
    assertThat(age(newcomer, new Watermark(SERVER - 2, new Lsn(9), Xid.NONE))).isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER - 1, new Lsn(11), Xid.NONE)))
        .as("it may have been stamped before")
        .isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER, new Lsn(12), Xid.NONE))).isPresent();
  }

  @Test
  void olderWatermark_isNoNews() {
    ServerClock started = new ServerClock(nanos::get, new Lsn(10));
    WatermarkGuard newcomer = new WatermarkGuard(started);
    started.sampled(SERVER, nanos.get());
    Watermark first = new Watermark(SERVER - 2, new Lsn(11), Xid.NONE);
    assertThat(age(newcomer, first)).isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER - 3, new Lsn(9), Xid.NONE))).isEmpty();
    assertThat(age(newcomer, first)).as("still the first").isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER - 1, new Lsn(12), Xid.NONE))).isPresent();
    assertThat(age(newcomer, first)).as("Redis is back at older data").isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER - 1, new Lsn(12), Xid.NONE))).isPresent();
  }

  @Test
  void answerThatWasOvertaken_hasTheAgeThatItsWatermarkHad() {
    clock.sampled(SERVER, nanos.get());
    Watermark second = new Watermark(SERVER - 2, new Lsn(12), Xid.NONE);
    age(guard, new Watermark(SERVER - 3, new Lsn(11), Xid.NONE));
    age(guard, second);
    pass(Duration.ofSeconds(3));
    clock.sampled(SERVER, nanos.get()); // set back by three seconds
    assertThat(age(guard, new Watermark(SERVER - 1, new Lsn(13), Xid.NONE))).isPresent();
    assertThat(age(guard, second).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(age(guard, new Watermark(SERVER - 3, new Lsn(11), Xid.NONE)))
        .as("nobody remembers")
        .isEmpty();
  }

  @Test
  void whatOneGuardHasFoundOut_countsForAllOfTheProcess() {
    clock.sampled(SERVER, nanos.get());
    age(guard, new Watermark(SERVER - 4, new Lsn(11), Xid.NONE));
    WatermarkGuard other = new WatermarkGuard(clock);
    assertThat(age(other, new Watermark(SERVER - 4, new Lsn(11), Xid.NONE))).isEmpty();
    assertThat(age(guard, new Watermark(SERVER - 3, new Lsn(12), Xid.NONE))).isPresent();
    WatermarkGuard third = new WatermarkGuard(clock);
    assertThat(age(third, new Watermark(SERVER - 4, new Lsn(11), Xid.NONE)))
        .as("it may have been stamped before")
        .isEmpty();
    assertThat(age(other, new Watermark(SERVER - 3, new Lsn(12), Xid.NONE))).isPresent();
    assertThat(
            new WatermarkGuard(clock)
                .age(new Watermark(SERVER - 3, new Lsn(12), Xid.NONE), new Incarnation("other")))
        .isEmpty();
  }

  @Test
  void rowsOnAStandby_areCountedByThemselves() {
    clock.sampled(SERVER, nanos.get());
    age(guard, new Watermark(SERVER - 4, new Lsn(11), Xid.NONE));
    age(guard, new Watermark(SERVER - 3, new Lsn(12), Xid.NONE));
    WatermarkGuard standby = WatermarkGuard.ofRows(clock);
    assertThat(age(standby, new Watermark(SERVER - 4, new Lsn(13), Xid.NONE))).isEmpty();
  }

  @Test
  void rowOfAHeartbeat_isTrustedOnlyAfterTwoMore() {
    ServerClock started = new ServerClock(nanos::get, new Lsn(10));
    WatermarkGuard newcomer = WatermarkGuard.ofRows(started);
    started.sampled(SERVER, nanos.get());
    assertThat(age(newcomer, new Watermark(SERVER - 9, new Lsn(10), Xid.NONE))).isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER - 9, new Lsn(11), Xid.NONE)))
        .as("the same heartbeat, more log")
        .isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER - 8, new Lsn(12), Xid.NONE))).isEmpty();
    assertThat(age(newcomer, new Watermark(SERVER - 7, new Lsn(13), Xid.NONE))).isPresent();
  }

  @Test
  void watermarksOfAnotherHistory_areCountedAnew_whereverTheyStand() {
    ServerClock started = new ServerClock(nanos::get, new Lsn(10));
    WatermarkGuard newcomer = new WatermarkGuard(started);
    started.sampled(SERVER, nanos.get());
    age(newcomer, new Watermark(SERVER - 9, new Lsn(11), Xid.NONE));
    assertThat(age(newcomer, new Watermark(SERVER - 8, new Lsn(12), Xid.NONE))).isPresent();
    Incarnation restored = new Incarnation("restored");
    assertThat(newcomer.age(new Watermark(SERVER - 7, new Lsn(3), Xid.NONE), restored)).isEmpty();
    assertThat(newcomer.age(new Watermark(SERVER - 6, new Lsn(4), Xid.NONE), restored)).isPresent();
  }

  @Test
  void noWatermark_hasNoAge() {
    clock.sampled(SERVER, nanos.get());
    assertThat(age(guard, Watermark.NONE)).isEmpty();
  }
}
