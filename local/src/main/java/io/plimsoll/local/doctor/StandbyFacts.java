package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.SQLException;

/** A standby's settings for keeping a copy of the slot. */
record StandbyFacts(
    String address,
    int version,
    boolean standby,
    boolean syncsSlots,
    boolean feedback,
    String primarySlot,
    boolean streams) {
  private static final String SQL =
      """
      select current_setting('server_version_num')::int as version, pg_is_in_recovery() as standby,
        coalesce(current_setting('sync_replication_slots', true), 'off') = 'on' as syncs,
        current_setting('hot_standby_feedback') = 'on' as feedback, current_setting('primary_slot_name') as slot,
        exists (select from pg_stat_wal_receiver where status = 'streaming') as streams\
      """;

  static StandbyFacts ask(Connection connection, String address) throws SQLException {
    return Asked.list(
            connection,
            SQL,
            row ->
                new StandbyFacts(
                    address,
                    row.getInt("version"),
                    row.getBoolean("standby"),
                    row.getBoolean("syncs"),
                    row.getBoolean("feedback"),
                    row.getString("slot"),
                    row.getBoolean("streams")))
        .getFirst();
  }
}
