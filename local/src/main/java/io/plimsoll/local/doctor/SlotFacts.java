package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The capture's replication slot, and what copies it.
 *
 * @param standbyNames physical slots that a standby streams from, or could
 * @param waitedFor synchronized_standby_slots, empty before PostgreSQL 17
 */
record SlotFacts(
    String name,
    int version,
    long keepMegabytes,
    Optional<Slot> slot,
    int standbys,
    List<String> standbyNames,
    String waitedFor) {
  /**
   * The slot as Postgres reports it.
   *
   * @param ours whether it is logical, of pgoutput and of this database
   * @param walStatus reserved, extended, unreserved or lost
   * @param lost why it was given up, or empty
   * @param retained bytes of WAL that it keeps
   * @param confirmed where the stream goes on, {@code behind} bytes before the end
   * @param failover whether standbys keep a copy; empty where Postgres knows none
   */
  record Slot(
      boolean ours,
      String what,
      boolean active,
      String walStatus,
      String lost,
      long retained,
      String confirmed,
      long behind,
      Optional<Boolean> failover) {}

  // to_jsonb: the columns about invalidation and failover came with 16 and 17.
  private static final String SLOT =
      """
      select plugin = 'pgoutput' and coalesce(database = current_database(), false) as ours,
        format('%s, plugin %s, database %s', slot_type, coalesce(plugin, '-'), coalesce(database, '-')) as what,
        active, wal_status, pg_wal_lsn_diff(at, restart_lsn)::bigint as retained, confirmed_flush_lsn::text as confirmed,
        pg_wal_lsn_diff(at, confirmed_flush_lsn)::bigint as behind,
        coalesce(to_jsonb(s) ->> 'invalidation_reason', case when to_jsonb(s) ->> 'conflicting' = 'true' then 'conflict' end) as lost,
        to_jsonb(s) ->> 'failover' as failover
      from pg_replication_slots s,
        (select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end) as now (at)
      where slot_name = ?\
      """;

  private static final String STANDBYS =
      """
      select (select count(*) from pg_stat_replication r where not exists (
          select from pg_replication_slots l where l.slot_type = 'logical' and l.active_pid = r.pid)
          and application_name <> 'pg_basebackup') as standbys,
        (select string_agg(slot_name, ',' order by slot_name) from pg_replication_slots
          where slot_type = 'physical' and not temporary) as names,
        coalesce(current_setting('synchronized_standby_slots', true), '') as waited_for\
      """;

  SlotFacts {
    standbyNames = List.copyOf(standbyNames);
  }

  static SlotFacts ask(Connection connection, SettingsFacts settings, String name)
      throws SQLException {
    Optional<Slot> slot = Asked.list(connection, SLOT, SlotFacts::read, name).stream().findFirst();
    return Asked.list(
            connection,
            STANDBYS,
            row ->
                new SlotFacts(
                    name,
                    settings.version(),
                    settings.keepMegabytes(),
                    slot,
                    row.getInt("standbys"),
                    names(Asked.text(row, "names")),
                    row.getString("waited_for")))
        .getFirst();
  }

  private static Slot read(ResultSet row) throws SQLException {
    return new Slot(
        row.getBoolean("ours"),
        row.getString("what"),
        row.getBoolean("active"),
        Asked.text(row, "wal_status"),
        Asked.text(row, "lost"),
        row.getLong("retained"),
        Asked.text(row, "confirmed"),
        row.getLong("behind"),
        Optional.ofNullable(row.getString("failover")).map(Boolean::parseBoolean));
  }

  static List<String> names(String list) {
    return list.isBlank() ? List.of() : List.of(list.strip().split("\\s*,\\s*", -1));
  }
}
