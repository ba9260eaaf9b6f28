package io.plimsoll.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
  private final WarmUp warmUp = new WarmUp();

  /** How many of these rounds it takes. */
  private int taken(double... rates) {
    int taken = 0;
    for (double rate : rates) {
      warmUp.add(rate);
      taken++;
      if (warmUp.isDone()) {
        return taken;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void sameRate_isDoneAfterNineRounds() {
    assertThat(taken(DoubleStream.generate(() -> 100).limit(20).toArray())).isEqualTo(9);
  }

  @Test
  void growingRate_isNotDone() {
    assertThat(taken(DoubleStream.iterate(100, rate -> rate * 1.02).limit(40).toArray()))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void rateThatGrewAndGrowsNoMore_isDoneEightRoundsLater() {
    assertThat(taken(1, 2, 4, 8, 32, 33, 32, 33, 33, 31, 33, 32, 33, 33, 33)).isEqualTo(14);
  }

  @Test
  void slowRoundsAmongGrowingOnes_doNotEndIt() {
    assertThat(taken(10, 20, 50, 60, 20, 20, 20, 20, 20, 70, 20, 20, 20, 20, 20, 20, 20, 20))
        .isEqualTo(18);
  }
}
