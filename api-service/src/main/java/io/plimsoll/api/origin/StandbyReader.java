package io.plimsoll.api.origin;

import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on one standby. The stamp of a read is the replay position, fetched by a statement and
 * transaction of its own before the read begins: what had been replayed then is visible to it. In
 * the same statement it could be newer than the snapshot. Thread-safe; closes nothing.
 */
final class StandbyReader {
  private static final Logger log = LoggerFactory.getLogger(StandbyReader.class);
  private static final String REPLAYED = "select pg_last_wal_replay_lsn()::text";
  private static final int HEARTBEAT = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

  private final String name;
  private final DataSource pool;
  private final SchemaVersion schema;
  private final ServerClock clock;
  private final WatermarkGuard guard;
  private final Duration patience;
  private final Statements statements = new Statements(StandbyReader::wrap);
  private final Set<Connection> asking = ConcurrentHashMap.newKeySet();
  private volatile String oddSchema = "";

  /**
   * Takes its parts.
   *
   * @param patience how long a read waits for the standby to show the write of its token
   */
  StandbyReader(
      String name,
      DataSource pool,
      SchemaVersion schema,
      ServerClock clock,
      WatermarkGuard guard,
      Duration patience) {
    this.name = name;
    this.pool = pool;
    this.schema = schema;
    this.clock = clock;
    this.guard = guard;
    this.patience = patience;
  }

  /** Asks once; blocks. A failure is an outcome like any other: the primary decides what it is. */
  StandbyRead read(ReadRequest request) {
    Need need = Need.of(request);
    long started = clock.monotonicNanos();
    try (Connection connection = pool.getConnection()) {
      asking.add(connection);
      try {
        return read(connection, request, need, started);
      } finally {
        asking.remove(connection);
      }
    } catch (SQLException e) {
      Unfit why = StandbyFailure.of(e);
      log.debug("code=standby-read-failed standby={} reason={}", name, why.label(), e);
      return new StandbyRead.Refused(why);
    }
  }

  /** Ends the reads under way: the server does not answer any more. */
  void abort() {
    for (Connection connection : asking) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        log.warn("code=standby-abort-failed standby={} reason=\"{}\"", name, e.getMessage());
      }
    }
  }

  private StandbyRead read(Connection connection, ReadRequest request, Need need, long started)
      throws SQLException {
    String replayed = replayed(connection, need);
    Optional<Unfit> behind = Optional.ofNullable(replayed).map(Lsn::parse).flatMap(need::unfit);
    if (behind.isPresent()) {
      return new StandbyRead.Refused(behind.get());
    }
    try (PreparedStatement statement = connection.prepareStatement(statements.of(request))) {
      Values.bind(statement, CaptureColumns.values(request));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return decode(request, row, need, replayed, started);
      }
    }
  }

  private StandbyRead decode(
      ReadRequest request, ResultSet row, Need need, @Nullable String replayed, long started)
      throws SQLException {
    Duration took = Duration.ofNanos(clock.monotonicNanos() - started);
    Shown shown = HeartbeatColumns.read(row, HEARTBEAT, replayed, guard);
    Optional<Unfit> unfit = shown.unfitFor(need);
    if (unfit.isPresent()) {
      return new StandbyRead.Refused(unfit.get());
    }
    Duration before = shown.age().orElseThrow().minus(took);
    return new StandbyRead.Answered(
        new OriginRead(
            JsonSql.content(request, row.getString(1)),
            new Stamp.UpTo(shown.replayed()),
            shown.incarnation().orElseThrow(),
            schemaChecked(request, String.valueOf(row.getString(2))),
            shown.replayed(),
            name,
            before.isNegative() ? Duration.ZERO : before,
            took.toNanos() / 1_000,
            CaptureColumns.read(
                row, HEARTBEAT + HeartbeatColumns.COUNT, request.capturing().captures().size())));
  }

  /** One that differs is told once: a late standby shows an old one for a while. */
  private boolean schemaChecked(ReadRequest request, String version) {
    if (schema.isTheChecked(version)) {
      return request.isPlannedFor(version);
    }
    if (version.equals(oddSchema)) {
      return false;
    }
    oddSchema = version;
    return schema.isChecked(version) && request.isPlannedFor(version);
  }

  private static String wrap(QueryDef query, List<TagPlan.Capture> captures) {
    return "select %s,\n  %s,\n  %s"
            .formatted(JsonSql.of(query), SchemaVersion.SQL, HeartbeatColumns.SQL)
        + CaptureColumns.sql(captures);
  }

  /** Where it has replayed to; with a token, after a short wait for that one. */
  private @Nullable String replayed(Connection connection, Need need) throws SQLException {
    long deadline = clock.monotonicNanos() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      String replayed = ask(connection);
      if (replayed == null
          || need.after().isEmpty()
          || Lsn.parse(replayed).compareTo(need.position()) >= 0
          || clock.monotonicNanos() + pause.toNanos() - deadline > 0) {
        return replayed;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return replayed;
      }
      pause = pause.multipliedBy(2);
    }
  }

  private static @Nullable String ask(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REPLAYED);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
