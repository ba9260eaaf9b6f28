package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.config.BalancePolicy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BalanceTest {
  private static final List<Integer> FIT = List.of(0, 2, 3);

  private final int[] running = new int[4];

  private List<Integer> picks(Balance balance, int count) {
    return IntStream.range(0, count).mapToObj(i -> balance.pick(FIT)).toList();
  }

  private Balance balance(BalancePolicy policy) {
    return Balance.of(policy, i -> running[i], below -> below - 1);
  }

  @Test
  void roundRobin_takesOneAfterTheOther() {
    assertThat(picks(balance(BalancePolicy.ROUND_ROBIN), 4)).containsExactly(0, 2, 3, 0);
  }

  @Test
  void random_takesWhatChanceSays() {
    assertThat(picks(balance(BalancePolicy.RANDOM), 2)).containsExactly(3, 3);
  }

  @Test
  void leastLoaded_takesTheOneWithTheFewest() {
    running[0] = 2;
    running[1] = 0; // not among the fit ones
    running[2] = 3;
    running[3] = 1;
    assertThat(picks(balance(BalancePolicy.LEAST_LOADED), 4)).containsExactly(3, 3, 3, 3);
  }

  @Test
  void leastLoaded_equallyLoaded_takeTurns() {
    running[2] = 1;
    assertThat(picks(balance(BalancePolicy.LEAST_LOADED), 6)).contains(0, 3).doesNotContain(2);
  }
}
