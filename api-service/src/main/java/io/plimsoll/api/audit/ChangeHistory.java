package io.plimsoll.api.audit;

import io.plimsoll.api.read.OriginRead;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.stream.StreamListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The recent past of the change stream, as the process's own follower has seen it. Bounded: the
 * oldest is forgotten first, and it is known from where on nothing is missing. Thread-safe.
 */
public final class ChangeHistory implements StreamListener {
  /** Tags kept at most, about 100 bytes each. */
  private static final int MAX_TAGS = 100_000;

  private final Deque<Batch.Change> changes = new ArrayDeque<>();
  private Incarnation incarnation = Incarnation.UNKNOWN;
  private Lsn from = Lsn.MAX;
  private Lsn to = Lsn.NONE;
  private int tags;

  /** What is known of a stretch of the stream. */
  sealed interface Stretch {
    /**
     * All of it.
     *
     * @param marks of the changes that touched the tags, in commit order
     */
    record Known(List<Mark> marks) implements Stretch {}

    /** It is older than what is kept, or there was a gap. */
    record Forgotten() implements Stretch {}

    /** The follower has not come so far yet. */
    record NotYet() implements Stretch {}
  }

  @Override
  public synchronized void applied(
      Batch batch, List<Arrival> arrivals, long atMicros, Watermark watermark) {
    for (Batch.Change change : batch.changes()) {
      changes.addLast(change);
      tags += change.tags().size();
    }
    while (tags > MAX_TAGS) {
      Batch.Change oldest = changes.removeFirst();
      tags -= oldest.tags().size();
      from = oldest.mark().commitEnd();
    }
    to = batch.applied();
    notifyAll();
  }

  @Override
  public synchronized void epoch(String code, Control opened) {
    changes.clear();
    tags = 0;
    incarnation = opened.incarnation();
    from = opened.applied().equals(Lsn.NONE) ? Lsn.MAX : opened.applied();
    to = opened.applied();
    notifyAll();
  }

  /**
   * What touched any of these tags and may be the reason why two answers differ: one that has all
   * changes up to {@code after}, and a later read. A commit before {@code after} counts too when
   * the read does not see it yet: on a standby it may be visible sooner than on the primary.
   */
  synchronized Stretch between(OriginRead later, Lsn after, Set<String> wanted) {
    if (!incarnation.equals(later.incarnation()) || after.compareTo(from) < 0) {
      return new Stretch.Forgotten();
    }
    if (to.compareTo(later.position()) < 0) {
      return new Stretch.NotYet();
    }
    return new Stretch.Known(
        changes.stream()
            .filter(change -> !Collections.disjoint(wanted, change.tags()))
            .map(Batch.Change::mark)
            .filter(mark -> mark.commitEnd().compareTo(after) > 0 || !later.stamp().sees(mark))
            .toList());
  }

  /** {@link #between}, waiting at most so long for the stream to come to the later read. */
  synchronized Stretch await(OriginRead later, Lsn after, Set<String> wanted, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Stretch stretch = between(later, after, wanted);
    long left = patience.toMillis();
    while (stretch instanceof Stretch.NotYet && left > 0) {
      wait(left);
      stretch = between(later, after, wanted);
      left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
    return stretch;
  }
}
