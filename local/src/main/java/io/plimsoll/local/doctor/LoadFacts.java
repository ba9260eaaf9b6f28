package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happens on the server now.
 *
 * @param maxConnections of the server, or of this database or the reader's role when that is less
 * @param reserved of them, for superusers and others
 * @param others sessions that are not Plimsoll's
 * @param transactions that are open, longest first
 */
record LoadFacts(
    int maxConnections,
    int reserved,
    int others,
    List<Transaction> transactions,
    Duration clockAhead,
    Duration roundTrip) {
  /**
   * An open transaction that holds a snapshot or an id.
   *
   * @param who role, application and process, or the name of a prepared transaction
   * @param end the SQL that ends it
   */
  record Transaction(String who, Duration age, boolean writes, String end) {}

  private static final String CONNECTIONS =
      """
      select least(current_setting('max_connections')::int,
          (select nullif(datconnlimit, -1) from pg_database where datname = current_database()),
          (select nullif(rolconnlimit, -1) from pg_roles where rolname = 'plimsoll_reader')) as max,
        current_setting('superuser_reserved_connections')::int
          + coalesce(current_setting('reserved_connections', true), '0')::int as reserved,
        (select count(*) from pg_stat_activity where backend_type = 'client backend'
          and usename not in ('plimsoll_reader', 'plimsoll_writer', 'plimsoll_capture') and pid <> pg_backend_pid()) as others\
      """;

  private static final String TRANSACTIONS =
      """
      select format('%s of %s, process %s, %s', coalesce(nullif(application_name, ''), 'a session'), usename, pid, state) as who,
        extract(epoch from clock_timestamp() - xact_start)::bigint as age, backend_xid is not null as writes,
        format('select pg_terminate_backend(%s);', pid) as end
      from pg_stat_activity
      where (backend_xid is not null or backend_xmin is not null) and xact_start is not null
        and backend_type = 'client backend' and pid <> pg_backend_pid()
      union all
      select format('the prepared transaction %s of %s', gid, owner), extract(epoch from clock_timestamp() - prepared)::bigint, true,
        format('rollback prepared %L;', gid)
      from pg_prepared_xacts where database = current_database()
      order by age desc limit 20\
      """;

  LoadFacts {
    transactions = List.copyOf(transactions);
  }

  static LoadFacts ask(Connection connection) throws SQLException {
    List<Transaction> transactions =
        Asked.list(
            connection,
            TRANSACTIONS,
            row ->
                new Transaction(
                    row.getString("who"),
                    Duration.ofSeconds(row.getLong("age")),
                    row.getBoolean("writes"),
                    row.getString("end")));
    long began = System.nanoTime();
    Instant there =
        Asked.list(
                connection,
                "select (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros",
                row ->
                    Instant.EPOCH.plus(row.getLong("micros"), java.time.temporal.ChronoUnit.MICROS))
            .getFirst();
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - began);
    Duration ahead = Duration.between(Instant.now().minus(roundTrip.dividedBy(2)), there);
    return Asked.list(
            connection,
            CONNECTIONS,
            row ->
                new LoadFacts(
                    row.getInt("max"),
                    row.getInt("reserved"),
                    row.getInt("others"),
                    transactions,
                    ahead,
                    roundTrip))
        .getFirst();
  }
}
