package io.plimsoll.api.origin;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads on the primary. Postgres builds the JSON; one statement returns it with the snapshot it was
 * read in, the incarnation and the version of the schema. Thread-safe; closes nothing.
 */
public final class PostgresOrigin implements Origin {
  private static final int COLUMNS = 6;
  private static final String SEEN =
      """

        pg_current_snapshot()::text as plimsoll_snapshot,
        (select token from plimsoll.incarnation) as plimsoll_incarnation,
        %s as plimsoll_schema,
        pg_current_wal_insert_lsn()::text as plimsoll_position,
        pg_current_xact_id_if_assigned() is not null as plimsoll_written\
      """
          .formatted(SchemaVersion.SQL);

  private final HikariDataSource pool;
  private final SchemaVersion schema;
  private final LongSupplier nanoTime;
  private final Statements statements = new Statements(PostgresOrigin::wrap);
  private final Statements batches = new Statements(PostgresOrigin::wrapBatch);

  public PostgresOrigin(HikariDataSource pool, SchemaVersion schema, LongSupplier nanoTime) {
    this.pool = pool;
    this.schema = schema;
    this.nanoTime = nanoTime;
  }

  @Override
  public OriginRead read(ReadRequest request) {
    long started = nanoTime.getAsLong();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(statements.of(request))) {
      Values.bind(statement, CaptureColumns.values(request));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return provenFor(request, decode(request, row, started, 1));
      }
    } catch (SQLException e) {
      throw SqlFailure.of("query " + request.query().name(), pool, e);
    }
  }

  /**
   * Only of what can be cached is it known that a read does nothing else. A token is shown to one.
   */
  @Override
  public Optional<String> statement(ReadRequest request) {
    return request.cacheable() && request.lookup().after().isEmpty() && BatchSql.takes(request)
        ? Optional.of(batches.of(request))
        : Optional.empty();
  }

  /** One statement, and so one snapshot for all. */
  @Override
  public List<OriginRead> readAll(List<ReadRequest> requests) {
    long started = nanoTime.getAsLong();
    ReadRequest any = requests.getFirst();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(batches.of(any))) {
      BatchSql.bind(statement, requests);
      OriginRead[] reads = new OriginRead[requests.size()];
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          int i = row.getInt(COLUMNS + any.capturing().captures().size() + 1) - 1;
          OriginRead read = decode(requests.get(i), row, started, requests.size());
          reads[i] = provenFor(requests.get(i), read);
        }
      }
      return List.of(reads);
    } catch (SQLException e) {
      throw SqlFailure.of("batch of query " + any.query().name(), pool, e);
    }
  }

  /**
   * A STABLE function or a sub-select of the same statement shares its snapshot; a second statement
   * would not. The snapshot of a transaction that has written shows its own rows, so an assigned
   * xid is asked for too, and refused.
   */
  static String wrap(QueryDef query, List<TagPlan.Capture> captures) {
    return "select " + JsonSql.of(query) + "," + SEEN + CaptureColumns.sql(captures);
  }

  /** The same for many requests. */
  static String wrapBatch(QueryDef query, List<TagPlan.Capture> captures) {
    return BatchSql.wrap(query, SEEN, captures);
  }

  /** Without what may be captured. */
  static String wrap(QueryDef query) {
    return wrap(query, List.of());
  }

  /** The primary shows every commit that has returned, unless it is not what it was. */
  private static OriginRead provenFor(ReadRequest request, OriginRead read) {
    if (request.lookup().after().isEmpty()) {
      return read;
    }
    Token token = request.lookup().after().get();
    if (!read.incarnation().equals(token.incarnation())) {
      throw new OriginException(
          OriginException.Kind.TOKEN_INCARNATION,
          "the token is of incarnation %s, the database of %s"
              .formatted(token.incarnation().value(), read.incarnation().value()),
          null);
    }
    if (!read.stamp().sees(token.mark())) {
      throw new OriginException(
          OriginException.Kind.TOKEN_AHEAD,
          "a read on the primary does not see transaction " + token.mark().xid(),
          null);
    }
    return read;
  }

  private boolean isChecked(ReadRequest request, String version) {
    return schema.isChecked(version) && request.isPlannedFor(version);
  }

  /**
   * @param sharing among how many reads the time is shared
   */
  private OriginRead decode(ReadRequest request, ResultSet row, long started, int sharing)
      throws SQLException {
    if (row.getBoolean(6)) {
      throw new OriginException(
          OriginException.Kind.BROKEN,
          "query "
              + request.query().name()
              + " has written: its transaction has an id; a query may only read",
          null);
    }
    String token = row.getString(3);
    return new OriginRead(
        JsonSql.content(request, row.getString(1)),
        Stamp.Primary.parse(row.getString(2)),
        token == null ? Incarnation.UNKNOWN : new Incarnation(token),
        isChecked(request, String.valueOf(row.getString(4))),
        Lsn.parse(row.getString(5)),
        OriginRead.PRIMARY,
        Duration.ZERO,
        (nanoTime.getAsLong() - started) / 1_000 / sharing,
        CaptureColumns.read(row, COLUMNS + 1, request.capturing().captures().size()));
  }
}
