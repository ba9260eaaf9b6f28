package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Whether the slot that Debezium streams from is the one that was checked. Between the check and
 * the start of the stream somebody may drop or advance it, and Debezium creates a missing one
 * without a word. While nothing has been confirmed to it, it must stand where it stood; nobody can
 * move it once it is streamed from.
 */
final class SlotUnmoved implements BatchPublisher.StartCheck {
  private final Database database;
  private final Slot slot;
  private final Lsn checked;

  SlotUnmoved(Database database, Slot slot, Lsn checked) {
    this.database = database;
    this.slot = slot;
    this.checked = checked;
  }

  @Override
  public void check() throws CaptureException {
    try (Connection connection = database.connect()) {
      require(slot.read(connection).map(SlotState::confirmedFlush));
    } catch (SQLException e) {
      throw CaptureException.of("cannot check the replication slot", e);
    }
  }

  /**
   * The rule itself.
   *
   * @param now where the slot stands; empty when there is none
   */
  void require(Optional<Lsn> now) throws CaptureException {
    if (!now.equals(Optional.of(checked))) {
      throw new CaptureException(
          "slot-moved",
          "replication slot \"%s\" stood at %s when it was checked, the stream began at %s: it was dropped or advanced in between; it is checked again"
              .formatted(slot.name(), checked, now.map(Lsn::toString).orElse("nowhere")));
    }
  }
}
