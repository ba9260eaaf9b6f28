package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.UndecodableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What is checked before each start of the stream: that the slot continues where the topic ends. If
 * not, the stream may have lost changes, and a gap must be published first.
 */
final class Preflight {
  private final Database database;
  private final Slot slot;
  private final TopicTail tail;

  private record SlotCheck(Lsn confirmed, Optional<GapCode> gap) {}

  Preflight(Database database, Slot slot, TopicTail tail) {
    this.database = database;
    this.slot = slot;
    this.tail = tail;
  }

  /**
   * Checks slot and topic, and makes or renews what is missing.
   *
   * @param wasRewound whether the last run found the stream to be of another history
   */
  Plan check(boolean wasRewound) throws CaptureException {
    try (Connection connection = database.connect()) {
      Origin origin = new Origin(connection);
      origin.requirePrimary();
      Optional<SlotState> state = unheld(connection);
      // The end of the topic first: of the same history it cannot be above the WAL's end later.
      TopicEnd end = end();
      Incarnation incarnation = origin.incarnation();
      boolean rewound = end.isOfAnotherHistory(incarnation, wasRewound, origin.walEnd());
      if (rewound) {
        incarnation = origin.renewIncarnation();
      }
      Lsn since = origin.walEnd();
      SlotCheck check = slot(connection, state);
      Resume here =
          new Resume(incarnation, since, check.confirmed(), origin.nextXid(), Optional.empty());
      return Plan.of(here, rewound ? Optional.of(GapCode.ORIGIN_REWOUND) : check.gap(), end);
    } catch (SQLException e) {
      throw CaptureException.of("cannot prepare the replication slot", e);
    }
  }

  /** Nothing is decided, and no gap told, while another one streams: it is all still moving. */
  private Optional<SlotState> unheld(Connection connection) throws SQLException, CaptureException {
    Optional<SlotState> state = slot.read(connection);
    if (state.isPresent() && state.get().isHeld()) {
      throw new CaptureException(
          "slot-active",
          "replication slot \"%s\" is in use by %s: another worker, or one that is gone and that Postgres waits for (wal_sender_timeout). This one waits, and takes over when the slot is free"
              .formatted(slot.name(), state.get().holder()));
    }
    return state;
  }

  private TopicEnd end() throws CaptureException {
    try {
      return TopicEnd.of(tail.read());
    } catch (UndecodableException e) {
      return TopicEnd.UNDECODABLE;
    }
  }

  private SlotCheck slot(Connection connection, Optional<SlotState> state) throws SQLException {
    Optional<GapCode> gap = SlotState.gap(state);
    if (gap.isPresent()) {
      if (state.isPresent()) {
        slot.drop(connection);
      }
      return new SlotCheck(slot.create(connection), gap);
    }
    SlotState usable = state.orElseThrow();
    if (!usable.failover()) {
      slot.makeFailover(database);
    }
    return new SlotCheck(usable.confirmedFlush(), gap);
  }
}
