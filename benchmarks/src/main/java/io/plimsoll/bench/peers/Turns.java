package io.plimsoll.bench.peers;

import io.plimsoll.bench.BenchException;
import java.time.Duration;
import java.util.List;

/**
 * Contenders that are asked in turns: a machine that changes its pace changes it for all. Each
 * begins when what the last one was asked is done: a JVM goes on compiling behind it, which would
 * take half of a core in another one's round.
 */
final class Turns {
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(240);

  /** Of all their processes between two looks: an eighth of a core. */
  private static final Duration QUIET = Duration.ofMillis(30);

  /** Ten seconds: who is never quiet is measured as it is. */
  private static final int MOST_LOOKS = 40;

  private final List<Contender> contenders;

  Turns(Contender... contenders) {
    this.contenders = List.of(contenders);
  }

  /**
   * Asks each, until it does not become faster.
   *
   * @param most rounds of each
   */
  void warmUp(int most) {
    for (int i = 0; i < most; i++) {
      for (Contender contender : contenders) {
        if (!contender.isWarm()) {
          awaitQuiet();
          contender.warmUp(WARM_UP);
        }
      }
    }
  }

  /** The rounds that count. */
  void measure(int rounds, Duration round) {
    for (int i = 0; i < rounds; i++) {
      for (Contender contender : contenders) {
        awaitQuiet();
        contender.round(round);
      }
    }
  }

  private void awaitQuiet() {
    Duration before = cpu();
    for (int i = 0; i < MOST_LOOKS; i++) {
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BenchException("interrupted", e);
      }
      Duration now = cpu();
      if (now.minus(before).compareTo(QUIET) <= 0) {
        return;
      }
      before = now;
    }
  }

  private Duration cpu() {
    return contenders.stream().map(Contender::cpu).reduce(Duration.ZERO, Duration::plus);
  }
}
