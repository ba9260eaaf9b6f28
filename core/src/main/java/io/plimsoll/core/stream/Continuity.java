package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.Invalidation;
import java.util.Optional;

/** Whether a record follows the one before it. Immutable. */
record Continuity(Optional<Lsn> last) {
  /** Nothing is known of the record before; the next one is taken as it is. */
  static final Continuity UNKNOWN = new Continuity(Optional.empty());

  static Continuity after(Lsn lsn) {
    return new Continuity(Optional.of(lsn));
  }

  /** As the cache remembers it. */
  static Continuity of(Control control) {
    return control.applied().equals(Lsn.NONE) ? UNKNOWN : after(control.applied());
  }

  static Continuity after(Invalidation record) {
    return after(lsn(record));
  }

  /** Where the chain stands behind this record. */
  private static Lsn lsn(Invalidation record) {
    return switch (record) {
      case Invalidation.Transaction transaction -> transaction.mark().commitEnd();
      case Invalidation.Gap gap -> gap.position();
    };
  }

  /** {@link Control#applied} for a reader that stands here. */
  Lsn applied() {
    return last.orElse(Lsn.NONE);
  }

  /** Whether this is what the cache has applied; one that does not know agrees with all. */
  boolean agrees(Control control) {
    return control.applied().equals(Lsn.NONE) || control.applied().equals(applied());
  }

  /** The gap before this record, if there is one. */
  Optional<GapCode> check(Invalidation.Transaction record, Control control) {
    if (!sameIncarnation(record, control)) {
      return Optional.of(GapCode.INCARNATION);
    }
    if (!sameShapes(record, control)) {
      return Optional.of(GapCode.TAG_SHAPES);
    }
    return follows(record) ? Optional.empty() : Optional.of(GapCode.CHAIN);
  }

  private static boolean sameIncarnation(Invalidation.Transaction record, Control control) {
    return record.incarnation().equals(control.incarnation());
  }

  private static boolean sameShapes(Invalidation.Transaction record, Control control) {
    return record.shapes().equals(control.shapes());
  }

  private boolean follows(Invalidation.Transaction record) {
    return last.isEmpty() || last.get().equals(record.previous());
  }
}
