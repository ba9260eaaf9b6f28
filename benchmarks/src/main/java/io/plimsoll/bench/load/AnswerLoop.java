package io.plimsoll.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/** Reads whatever connections have answers and counts them. Of one thread. */
final class AnswerLoop {
  /** Longer without any answer, and the target counts as dead. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Selector selector;
  private final LoadReport.Tally tally = new LoadReport.Tally();
  private final Completed completed;

  /** What happens to a connection whose answer is complete. */
  @FunctionalInterface
  interface Completed {
    void at(Connection connection, long nowNanos) throws IOException;
  }

  AnswerLoop(Selector selector, Completed completed) {
    this.selector = selector;
    this.completed = completed;
  }

  /** Waits for bytes and reads them; returns the number of answers completed. */
  int turn() throws IOException {
    int[] count = {0};
    int ready = selector.select(key -> count[0] += read(key), SILENCE.toMillis());
    if (ready == 0) {
      throw new LoadException("no answer for " + SILENCE.toSeconds() + " s, or interrupted");
    }
    return count[0];
  }

  private int read(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (!connection.read()) {
        return 0;
      }
      long now = System.nanoTime();
      AnswerReader answer = connection.answer();
      tally.add(answer, connection.due(), now);
      completed.at(connection, now);
      return 1;
    } catch (IOException e) {
      throw new LoadException("a connection broke", e);
    }
  }

  LoadReport report(long startNanos) {
    return tally.report(Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
