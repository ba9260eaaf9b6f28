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
      Incarnation incarnation = new Incarnation(one(connection, "select plimsoll.ensure_incarnation()"));
      SlotCheck check = slot(connection);
      Xid reference =
          Xid.ofDecimal(one(connection, "select pg_snapshot_xmax(pg_current_snapshot())::text"));
      return plan(incarnation, check, reference);
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

  private Plan plan(Incarnation incarnation, SlotCheck check, Xid reference)
      throws CaptureException {
    Optional<Invalidation> last;
    try {
      last = tail.read();
    } catch (UndecodableException e) {
      return gap("undecodable", incarnation, check, reference);
    }
    if (check.gap().isPresent()) {
      return gap(check.gap().get(), incarnation, check, reference);
    }
    if (last.isEmpty()) {
      return gap("topic-empty", incarnation, check, reference);
    }
    if (!last.get().incarnation().equals(incarnation)) {
      return gap("incarnation", incarnation, check, reference);
    }
    Lsn published = position(last.get());
    if (check.confirmed().compareTo(published) > 0) {
      return gap("slot-ahead", incarnation, check, reference);
    }
    return new Plan(new Resume(incarnation, published, reference), Optional.empty());
  }

  private static Plan gap(String code, Incarnation incarnation, SlotCheck check, Xid reference) {
    return new Plan(new Resume(incarnation, check.confirmed(), reference), Optional.of(code));
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
