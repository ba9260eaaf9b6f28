package io.plimsoll.core.cache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a sequence did, what the reference said to it, and what a cache will have said. Questions
 * are sent without waiting for answers; {@link #check} waits for all.
 */
final class Transcript {
  private record Line(Supplier<String> step, String wanted, CompletionStage<String> actual) {}

  private final long seed;
  private final Consumer<String> seen;
  private final List<Line> lines = new ArrayList<>();
  private int checked;

  Transcript(long seed, Consumer<String> seen) {
    this.seed = seed;
    this.seen = seen;
  }

  void add(Supplier<String> step, String wanted, CompletionStage<String> actual) {
    lines.add(new Line(step, wanted, actual));
  }

  /** Fails at the first answer that is not the reference's, with all that led there. */
  void check() {
    for (; checked < lines.size(); checked++) {
      Line line = lines.get(checked);
      String actual = line.actual().toCompletableFuture().join();
      if (!actual.equals(line.wanted())) {
        throw new AssertionError(
            "%nsequence %d (replay: -Dplimsoll.seed=%d -Dplimsoll.sequences=1)%n%s%n  said %s%n  wanted %s"
                .formatted(seed, seed, history(), actual, line.wanted()));
      }
      seen.accept(actual);
    }
  }

  private String history() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= checked; i++) {
      text.append("%n%3d %s → %s".formatted(i, lines.get(i).step().get(), lines.get(i).wanted()));
    }
    return text.toString();
  }
}
