package io.plimsoll.core.cache;

import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the freshness protocol that decide on one entry, pure. The caches in Java use them;
 * {@code fill.lua} and {@code apply.lua} say the same to Redis, and a test holds them against
 * these.
 */
public final class Rules {
  private Rules() {}

  /**
   * Why an answer may not be stored in a cache of this state; empty when it may.
   *
   * @param stripes of the control state's epoch; null where they are lost
   */
  public static Optional<Reason> refusal(Control control, @Nullable Stripes stripes, Fill fill) {
    Stamp stamp = fill.proof().stamp();
    if (!sameEpoch(control, fill.admission())) {
      return Optional.of(Reason.EPOCH);
    }
    if (!sameIncarnation(control, fill)) {
      return Optional.of(Reason.INCARNATION);
    }
    if (!sameShapes(control, fill)) {
      return Optional.of(Reason.SHAPES);
    }
    if (!clearsFloor(control, stamp)) {
      return Optional.of(Reason.FLOOR);
    }
    if (clearsAll(control, stamp)) {
      return Optional.empty();
    }
    if (stripes == null) {
      return Optional.of(Reason.NO_CONTROL);
    }
    return seesMarks(stripes, fill) ? Optional.empty() : Optional.of(Reason.MARK);
  }

  /** Saves the look at the marks; mostly it does, as commits are applied after they are visible. */
  private static boolean clearsAll(Control control, Stamp stamp) {
    return stamp.clears(control.newest());
  }

  /** Those of the captured tags too: they were applied like the others. */
  private static boolean seesMarks(Stripes stripes, Fill fill) {
    return stripes.seenBy(fill.proof().stamp(), fill.tags());
  }

  private static boolean sameEpoch(Control control, Admission admission) {
    return control.epoch().equals(admission.epoch());
  }

  /** Before the read, in the read and now: three times the same history of the origin. */
  private static boolean sameIncarnation(Control control, Fill fill) {
    Incarnation now = control.incarnation();
    return now.known()
        && now.equals(fill.admission().incarnation())
        && now.equals(fill.proof().incarnation());
  }

  private static boolean sameShapes(Control control, Fill fill) {
    return control.shapes().equals(fill.proof().shapes());
  }

  private static boolean clearsFloor(Control control, Stamp stamp) {
    return stamp.clears(control.floor());
  }

  /** Whether a batch continues exactly where the cache stands. */
  public static boolean continues(Control control, Batch batch) {
    return control.epoch().equals(batch.epoch()) && control.position().equals(batch.expected());
  }

  /** The control state behind a batch. */
  public static Control after(Control control, Batch batch) {
    return new Control(
        control.epoch(),
        control.incarnation(),
        batch.next(),
        batch.applied(),
        batch.watermark().orElse(control.watermark()),
        batch.floor().orElse(control.floor()),
        newest(control, batch.changes()),
        control.shapes());
  }

  /**
   * Whether a change is of the history that this cache follows: ids of another say nothing here.
   */
  public static boolean foretells(Control control, Incarnation incarnation) {
    return control.incarnation().known() && control.incarnation().equals(incarnation);
  }

  /** The control state behind a change that was foretold: all that moves is what fills must see. */
  public static Control foretold(Control control, Batch.Change change) {
    return new Control(
        control.epoch(),
        control.incarnation(),
        control.position(),
        control.applied(),
        control.watermark(),
        control.floor(),
        newest(control, List.of(change)),
        control.shapes());
  }

  private static Mark newest(Control control, List<Batch.Change> changes) {
    Mark newest = control.newest();
    for (Batch.Change change : changes) {
      newest = change.tags().isEmpty() ? newest : newest.max(change.mark());
    }
    return newest;
  }

  /**
   * Whether an entry that has survived in a cache of this state shows a write: either its own read
   * saw it, or the change stream has been applied beyond it.
   *
   * @param stamp of the entry's read; asked for only when it matters
   */
  public static boolean shows(Token token, Admission at, Supplier<Stamp> stamp) {
    return token.incarnation().equals(at.incarnation())
        && (token.mark().commitEnd().compareTo(at.applied()) <= 0
            || stamp.get().sees(token.mark()));
  }
}
