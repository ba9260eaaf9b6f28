package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import java.util.List;
import java.util.Optional;

/**
 * A run of the change stream, applied whole or not at all.
 *
 * @param epoch the epoch the sender believes in
 * @param expected where the cache must stand
 * @param next where it stands afterwards
 * @param applied commit end of the last record in the run: {@link Control#applied} afterwards
 * @param watermark of the last heartbeat in the run
 * @param floor set when a heartbeat in the run ends the wait after a gap
 */
public record Batch(
    String epoch,
    Position expected,
    Position next,
    Lsn applied,
    List<Change> changes,
    Optional<Watermark> watermark,
    Optional<Mark> floor) {
  public Batch {
    changes = List.copyOf(changes);
  }

  /**
   * One transaction.
   *
   * @param tags names of the tags it invalidates, without duplicates
   */
  public record Change(Mark mark, List<String> tags) {
    public Change {
      tags = List.copyOf(tags);
    }
  }

  /** What became of a batch. */
  public sealed interface Outcome {
    record Applied() implements Outcome {}

    /** Redis lost writes or another consumer is alive; nothing was applied. */
    record Mismatch(Control actual) implements Outcome {}

    /** There is no control state; nothing was applied. */
    record NoControl() implements Outcome {}
  }
}
