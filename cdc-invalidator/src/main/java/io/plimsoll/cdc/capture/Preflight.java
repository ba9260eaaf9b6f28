package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.UndecodableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
   * @param gap code of the gap that must be published first, at {@code resume.published()}
   */
  record Plan(Resume resume, Optional<String> gap) {}

  private record SlotCheck(Lsn confirmed, Optional<String> gap) {}

  Preflight(Database database, Slot slot, TopicTail tail) {
    this.database = database;
    this.slot = slot;
    this.tail = tail;
  }

  Plan check() throws CaptureException {
    try (Connection connection = database.connect()) {
      Incarnation incarnation =
          new Incarnation(one(connection, "select plimsoll.ensure_incarnation()"));
      Lsn since = Lsn.parse(one(connection, "select pg_current_wal_insert_lsn()::text"));
      SlotCheck check = slot(connection);
      Xid reference =
          Xid.ofDecimal(one(connection, "select pg_snapshot_xmax(pg_current_snapshot())::text"));
      return plan(new Resume(incarnation, since, check.confirmed(), reference), check);
    } catch (SQLException e) {
      throw new CaptureException(
          "postgres-unavailable", "cannot prepare the replication slot: " + e.getMessage(), e);
    }
  }

  private SlotCheck slot(Connection connection) throws SQLException, CaptureException {
    Optional<SlotState> state = slot.read(connection);
    if (state.isEmpty()) {
      return new SlotCheck(slot.create(connection), Optional.of("slot-created"));
    }
    if (state.get().lost()) {
      slot.drop(connection);
      return new SlotCheck(slot.create(connection), Optional.of("slot-lost"));
    }
    return new SlotCheck(state.get().confirmedFlush(), Optional.empty());
  }

  /**
   * Compares with the end of the topic.
   *
   * @param slot resumes where the slot does, behind a gap
   */
  private Plan plan(Resume slot, SlotCheck check) throws CaptureException {
    Optional<Invalidation> last;
    try {
      last = tail.read();
    } catch (UndecodableException e) {
      return new Plan(slot, Optional.of("undecodable"));
    }
    if (check.gap().isPresent()) {
      return new Plan(slot, check.gap());
    }
    if (last.isEmpty()) {
      return new Plan(slot, Optional.of("topic-empty"));
    }
    if (!last.get().incarnation().equals(slot.incarnation())) {
      return new Plan(slot, Optional.of("incarnation"));
    }
    Lsn published = position(last.get());
    if (check.confirmed().compareTo(published) > 0) {
      return new Plan(slot, Optional.of("slot-ahead"));
    }
    return new Plan(
        new Resume(slot.incarnation(), slot.since(), published, slot.reference()),
        Optional.empty());
  }

  private static Lsn position(Invalidation invalidation) {
    return switch (invalidation) {
      case Invalidation.Transaction transaction -> transaction.mark().commitEnd();
      case Invalidation.Gap gap -> gap.position();
    };
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
