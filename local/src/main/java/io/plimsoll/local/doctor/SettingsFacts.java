package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server and its settings.
 *
 * @param version as in server_version_num: 170004
 * @param superuser whether the operator is one
 * @param slots in use, of {@code maxSlots}
 * @param ownSlot whether ours is one of them
 * @param senders in use, of {@code maxSenders}
 * @param keepMegabytes max_slot_wal_keep_size, -1 without limit
 * @param synchronousCommit of a session without settings of its own
 * @param overrides roles and databases for which synchronous_commit is off
 */
record SettingsFacts(
    int version,
    String versionText,
    boolean standby,
    boolean superuser,
    String walLevel,
    int slots,
    int maxSlots,
    boolean ownSlot,
    int senders,
    int maxSenders,
    long keepMegabytes,
    String synchronousCommit,
    List<String> overrides) {
  private static final String SQL =
      """
      select current_setting('server_version_num')::int as version, current_setting('server_version') as version_text,
        pg_is_in_recovery() as standby, (select rolsuper from pg_roles where rolname = current_user) as superuser,
        current_setting('wal_level') as wal_level,
        (select count(*) from pg_replication_slots) as slots, current_setting('max_replication_slots')::int as max_slots,
        exists (select from pg_replication_slots where slot_name = ?) as own_slot,
        (select count(*) from pg_stat_replication) as senders, current_setting('max_wal_senders')::int as max_senders,
        (select setting::bigint from pg_settings where name = 'max_slot_wal_keep_size') as keep,
        (select reset_val from pg_settings where name = 'synchronous_commit') as synchronous_commit,
        (select array_agg(concat_ws(' in ', r.rolname, 'database ' || d.datname) order by r.rolname, d.datname)
          from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase
          where 'synchronous_commit=off' = any (s.setconfig)) as overrides\
      """;

  SettingsFacts {
    overrides = List.copyOf(overrides);
  }

  static SettingsFacts ask(Connection connection, String slot) throws SQLException {
    return Asked.list(connection, SQL, SettingsFacts::read, slot).getFirst();
  }

  private static SettingsFacts read(ResultSet row) throws SQLException {
    java.sql.@Nullable Array overrides = row.getArray("overrides");
    return new SettingsFacts(
        row.getInt("version"),
        row.getString("version_text"),
        row.getBoolean("standby"),
        row.getBoolean("superuser"),
        row.getString("wal_level"),
        row.getInt("slots"),
        row.getInt("max_slots"),
        row.getBoolean("own_slot"),
        row.getInt("senders"),
        row.getInt("max_senders"),
        row.getLong("keep"),
        row.getString("synchronous_commit"),
        overrides == null ? List.of() : Arrays.asList((String[]) overrides.getArray()));
  }
}
