package io.plimsoll.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.auth.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GcraTest {
  private static final long NOW = 1_700_000_000_000_000L;
  private static final Rate TEN_A_SECOND = new Rate(10, Duration.ofSeconds(1));

  @Test
  void all_canBeDrawnAtOnce_thenOneAtATime() {
    Gcra.Grant all = Gcra.draw(0, NOW, TEN_A_SECOND, 25);
    assertThat(all).isEqualTo(new Gcra.Grant(10, NOW + 1_000_000, 0, 1_000_000, 100_000));
    assertThat(Gcra.draw(all.due(), NOW + 99_999, TEN_A_SECOND, 1).granted()).isZero();
    Gcra.Grant next = Gcra.draw(all.due(), NOW + 100_000, TEN_A_SECOND, 5);
    assertThat(next.granted()).isEqualTo(1);
    assertThat(next.retryMicros()).isEqualTo(100_000);
  }

  @Test
  void denial_changesNothing_andTellsWhenToComeAgain() {
    long due = Gcra.draw(0, NOW, TEN_A_SECOND, 10).due();
    Gcra.Grant denied = Gcra.draw(due, NOW + 1, TEN_A_SECOND, 1);
    assertThat(denied.due()).isEqualTo(due);
    long again = NOW + 1 + denied.retryMicros();
    assertThat(Gcra.draw(due, again - 1, TEN_A_SECOND, 1).granted()).isZero();
    assertThat(Gcra.draw(due, again, TEN_A_SECOND, 1).granted()).isEqualTo(1);
  }

  @Test
  void clock_setBackADay_locksNobodyOutForLongerThanTheRatesTime() {
    long due = Gcra.draw(0, NOW, TEN_A_SECOND, 10).due();
    long day = Duration.ofDays(1).toSeconds() * 1_000_000;
    Gcra.Grant after = Gcra.draw(due, NOW - day, TEN_A_SECOND, 1);
    assertThat(after.retryMicros()).isLessThanOrEqualTo(1_000_000);
  }

  /** In no time d more than n + n·d/t, whoever draws how. */
  @Test
  void draws_neverExceedTheBound() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Rate rate =
          new Rate(1 + random.nextInt(2_000), Duration.ofSeconds(1 + random.nextInt(3_600)));
      List<long[]> drawn = new ArrayList<>();
      long due = 0;
      long now = NOW;
      for (int i = 0; i < 300; i++) {
        now += random.nextLong(1 + Gcra.micros(rate) / (1 + random.nextInt(50)));
        Gcra.Grant grant = Gcra.draw(due, now, rate, 1 + random.nextInt(30));
        due = grant.due();
        drawn.add(new long[] {now, grant.granted()});
      }
      for (int from = 0; from < drawn.size(); from++) {
        long sum = 0;
        for (int to = from; to < drawn.size(); to++) {
          sum += drawn.get(to)[1];
          double time = drawn.get(to)[0] - drawn.get(from)[0];
          assertThat((double) sum)
              .as("seed %d, rate %s", seed, rate)
              .isLessThanOrEqualTo(rate.requests() * (1 + time / Gcra.micros(rate)) + 1e-6);
        }
      }
    }
  }

  @Test
  void steadyUse_atTheRate_isNeverDenied() {
    long due = 0;
    for (int i = 0; i < 1_000; i++) {
      Gcra.Grant grant = Gcra.draw(due, NOW + i * 100_000L, TEN_A_SECOND, 1);
      assertThat(grant.granted()).isEqualTo(1);
      due = grant.due();
    }
  }
}
