package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture's replication slot, the sole resume point of the change stream. Debezium would create
 * a missing one silently and begin behind the changes that nobody kept; so it is made here.
 */
final class Slot {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final int FIRST_VERSION_WITH_FAILOVER = 17;

  // to_jsonb: the columns about invalidation and failover came with 16 and 17.
  private static final String READ =
      """
      select plugin, slot_type, coalesce(database, '-') as database,
        coalesce(database = current_database(), false) as here,
        confirmed_flush_lsn::text as flushed,
        case
          when wal_status = 'lost' or (to_jsonb(s) ->> 'conflicting')::boolean
            or to_jsonb(s) ->> 'invalidation_reason' is not null
          then coalesce(to_jsonb(s) ->> 'invalidation_reason', 'wal_removed')
          when not active and confirmed_flush_lsn is null then 'unfinished'
          else '' end as lost,
        case when active then format('server process %s, client %s', active_pid,
          coalesce((select host(a.client_addr) from pg_stat_activity a where a.pid = active_pid),
            'local')) else '' end as holder,
        coalesce((to_jsonb(s) ->> 'failover')::boolean, true) as failover
      from pg_replication_slots s where slot_name = ?\
      """;

  private final String name;

  Slot(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Optional<SlotState> read(Connection connection) throws SQLException, CaptureException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
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
          "replication slot \"%s\" must be logical, of pgoutput and of this database; it is %s, of %s and of database %s. Choose another capture.slot, or drop it there: select pg_drop_replication_slot('%s')"
              .formatted(
                  name, row.getString("slot_type"), plugin, row.getString("database"), name));
    }
    String flushed = row.getString("flushed");
    return new SlotState(
        flushed == null ? Lsn.NONE : Lsn.parse(flushed),
        row.getString("lost"),
        row.getString("holder"),
        row.getBoolean("failover"));
  }

  /** Creates it; returns where its stream begins. Waits for all transactions that are writing. */
  Lsn create(Connection connection) throws SQLException {
    LOG.info("event=slot-create slot={} waits-for=\"transactions that are writing\"", name);
    String sql =
        "select lsn::text from pg_create_logical_replication_slot(?, 'pgoutput', false, false"
            + (knowsFailover(connection) ? ", true)" : ")");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Lsn.parse(row.getString(1));
      }
    }
  }

  private static boolean knowsFailover(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_FAILOVER;
  }

  void drop(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_drop_replication_slot(?)")) {
      statement.setString(1, name);
      statement.execute();
    }
  }

  /**
   * Lets standbys keep a copy of a slot that was made without one; only a replication connection
   * can. The stream does not need it, so a failure is told and no more.
   */
  void makeFailover(Database database) {
    String command =
        "ALTER_REPLICATION_SLOT \"%s\" ( FAILOVER )".formatted(name.replace("\"", "\"\""));
    try (Connection connection = database.replication();
        var statement = connection.createStatement()) {
      statement.execute(command);
      LOG.info("event=slot-failover slot={}", name);
    } catch (SQLException e) {
      LOG.warn(
          "code=slot-failover-off slot={} reason=\"{}\" action=\"run {} on a replication connection; until then a promotion loses the slot and empties the cache\"",
          name,
          e.getMessage(),
          command);
    }
  }
}
