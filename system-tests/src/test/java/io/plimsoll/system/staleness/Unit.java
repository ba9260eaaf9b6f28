package io.plimsoll.system.staleness;

import java.util.List;
import java.util.stream.LongStream;

/** What has a history of its own: the writers' locks put its changes in one order. */
sealed interface Unit {
  /** How many boxes there are at most, numbered from 1. */
  int BOXES = 12;

  /** A box with all its items. */
  record Box(long id) implements Unit {}

  /** One item, wherever it is. */
  record Item(long id) implements Unit {}

  static List<Unit> allBoxes() {
    return LongStream.rangeClosed(1, BOXES).<Unit>mapToObj(Box::new).toList();
  }
}
