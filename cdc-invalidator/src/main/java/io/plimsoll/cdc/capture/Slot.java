package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The capture's replication slot, the sole resume point of the change stream. Debezium would create
 * a missing one silently and begin behind the changes that nobody kept; so it is made here.
 */
final class Slot {
  private static final int FIRST_VERSION_WITH_FAILOVER = 17;

  private final String name;

  Slot(String name) {
    this.name = name;
  }

  Optional<SlotState> read(Connection connection) throws SQLException, CaptureException {
    // to_jsonb: the columns about invalidation came with 16 and 17.
    String sql =
        """
        select plugin, slot_type, coalesce(database = current_database(), false) as here,
          confirmed_flush_lsn::text as flushed,
          coalesce(wal_status = 'lost', false)
            or coalesce((to_jsonb(s) ->> 'conflicting')::boolean, false)
            or to_jsonb(s) ->> 'invalidation_reason' is not null as lost
        from pg_replication_slots s where slot_name = ?\
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(state(row)) : Optional.empty();
      }
    }
  }

  private SlotState state(ResultSet row) throws SQLException, CaptureException {
    String plugin = row.getString("plugin");
    if (!"pgoutput".equals(plugin) || !row.getBoolean("here")) {
      throw new CaptureException(
          "slot-foreign",
          "replication slot \"%s\" must be logical, of pgoutput and of this database; it is %s of %s. Choose another capture.slot or drop it"
              .formatted(name, row.getString("slot_type"), plugin));
    }
    String flushed = row.getString("flushed");
    return new SlotState(
        flushed == null ? Lsn.NONE : Lsn.parse(flushed), row.getBoolean("lost") || flushed == null);
  }

  /** Creates it; returns where its stream begins. Waits for all transactions that are writing. */
  Lsn create(Connection connection) throws SQLException {
    boolean failover =
        connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_FAILOVER;
    String sql =
        "select lsn::text from pg_create_logical_replication_slot(?, 'pgoutput', false, false"
            + (failover ? ", true)" : ")");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Lsn.parse(row.getString(1));
      }
    }
  }

  void drop(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_drop_replication_slot(?)")) {
      statement.setString(1, name);
      statement.execute();
    }
  }
}
