package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.Invalidation;
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

  /**
   * Where to begin.
   *
   * @param confirmed where the slot stands
   * @param gap code of the gap that must be published first, at {@code resume.published()}
   */
  record Plan(Resume resume, Lsn confirmed, Optional<GapCode> gap) {}

  /**
   * The end of the topic.
   *
   * @param last empty when there is none, or none that this version can read
   */
  private record Tail(Optional<Invalidation> last, boolean undecodable) {
    boolean isOf(Incarnation incarnation) {
      return last.map(record -> record.incarnation().equals(incarnation)).orElse(false);
    }

    Lsn position() {
      return last.map(Preflight::position).orElse(Lsn.NONE);
    }
  }

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
      Tail end = tail();
      Incarnation incarnation = origin.incarnation();
      boolean rewound =
          end.isOf(incarnation) && (wasRewound || end.position().compareTo(origin.walEnd()) > 0);
      if (rewound) {
        incarnation = origin.renewIncarnation();
      }
      Lsn since = origin.walEnd();
      SlotCheck check = slot(connection, state);
      Resume resume =
          new Resume(incarnation, since, check.confirmed(), origin.nextXid(), Optional.empty());
      return rewound
          ? new Plan(resume, check.confirmed(), Optional.of(GapCode.ORIGIN_REWOUND))
          : plan(resume, check, end);
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

  private Tail tail() throws CaptureException {
    try {
      return new Tail(tail.read(), false);
    } catch (UndecodableException e) {
      return new Tail(Optional.empty(), true);
    }
  }

  private SlotCheck slot(Connection connection, Optional<SlotState> state) throws SQLException {
    if (state.isEmpty()) {
      return new SlotCheck(slot.create(connection), Optional.of(GapCode.SLOT_CREATED));
    }
    if (state.get().isLost()) {
      slot.drop(connection);
      return new SlotCheck(slot.create(connection), Optional.of(GapCode.SLOT_LOST));
    }
    if (!state.get().failover()) {
      slot.makeFailover(database);
    }
    return new SlotCheck(state.get().confirmedFlush(), Optional.empty());
  }

  /**
   * Compares with the end of the topic.
   *
   * @param behind resumes where the slot does, behind a gap
   */
  private static Plan plan(Resume behind, SlotCheck check, Tail end) {
    Optional<GapCode> gap = gap(behind, check, end);
    if (gap.isPresent()) {
      return new Plan(behind, check.confirmed(), gap);
    }
    boolean replays = check.confirmed().compareTo(end.position()) < 0;
    Resume onwards =
        new Resume(
            behind.incarnation(),
            behind.since(),
            end.position(),
            behind.reference(),
            end.last().filter(_ -> replays).flatMap(Preflight::mark));
    return new Plan(onwards, check.confirmed(), Optional.empty());
  }

  private static Optional<GapCode> gap(Resume behind, SlotCheck check, Tail end) {
    if (end.undecodable()) {
      return Optional.of(GapCode.UNDECODABLE);
    }
    if (check.gap().isPresent()) {
      return check.gap();
    }
    if (end.last().isEmpty()) {
      return Optional.of(GapCode.TOPIC_EMPTY);
    }
    if (!end.isOf(behind.incarnation())) {
      return Optional.of(GapCode.INCARNATION);
    }
    return check.confirmed().compareTo(end.position()) > 0
        ? Optional.of(GapCode.SLOT_AHEAD)
        : Optional.empty();
  }

  private static Lsn position(Invalidation invalidation) {
    return switch (invalidation) {
      case Invalidation.Transaction transaction -> transaction.mark().commitEnd();
      case Invalidation.Gap gap -> gap.position();
    };
  }

  private static Optional<Mark> mark(Invalidation invalidation) {
    return switch (invalidation) {
      case Invalidation.Transaction transaction -> Optional.of(transaction.mark());
      case Invalidation.Gap _ -> Optional.empty();
    };
  }
}
