package io.plimsoll.system.staleness;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a unit is between two commits. */
sealed interface State {
  /** The version of what is not there. */
  long ABSENT = 0;

  /**
   * A box with its items.
   *
   * @param version of the box's row, {@link #ABSENT} when there is none
   * @param items version by id
   */
  record OfBox(long version, SortedMap<Long, Long> items) implements State {
    static final OfBox NONE = new OfBox(ABSENT, Collections.emptySortedMap());

    public OfBox {
      items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
    }
  }

  /** One item; both 0 when it is not there. */
  record OfItem(long box, long version) implements State {
    static final OfItem NONE = new OfItem(0, ABSENT);
  }

  /** Before the first commit. */
  static State none(Unit unit) {
    return switch (unit) {
      case Unit.Box box -> OfBox.NONE;
      case Unit.Item item -> OfItem.NONE;
    };
  }
}
