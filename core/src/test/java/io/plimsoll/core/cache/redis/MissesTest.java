package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MissesTest {
  private final Misses misses = new Misses(2);

  private int untilReplaced(int partition) {
    int count = 1;
    while (!misses.missed(partition)) {
      count++;
    }
    return count;
  }

  @Test
  void threeInARow_areSilence() {
    assertThat(untilReplaced(0)).isEqualTo(3);
  }

  @Test
  void answerInBetween_beginsAnew() {
    misses.missed(0);
    misses.missed(0);
    misses.answered(0);
    assertThat(untilReplaced(0)).isEqualTo(3);
  }

  @Test
  void otherPartitionsMisses_doNotCount() {
    misses.missed(0);
    misses.missed(0);
    assertThat(untilReplaced(1)).isEqualTo(3);
  }

  @Test
  void replacementThatDoesNotHelp_doublesThePatience_upToABound() {
    untilReplaced(0);
    assertThat(untilReplaced(0)).isEqualTo(6);
    assertThat(untilReplaced(0)).isEqualTo(12);
    for (int i = 0; i < 5; i++) {
      untilReplaced(0);
    }
    assertThat(untilReplaced(0)).isEqualTo(48);
    misses.answered(0);
    assertThat(untilReplaced(0)).isEqualTo(3);
  }
}
