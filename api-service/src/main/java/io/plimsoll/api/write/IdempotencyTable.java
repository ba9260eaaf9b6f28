package io.plimsoll.api.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code plimsoll.idempotency}: what each key's request was answered, told in the transaction of
 * the write itself. So there is an answer exactly where there is the write, whatever breaks when.
 * Immutable; every method runs in the caller's transaction.
 *
 * <p>Twins: the second's claim waits on the first's row until that transaction has ended. It then
 * finds the answer, or, when the first was rolled back, claims the key itself.
 */
final class IdempotencyTable {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** A row that has expired is as good as none: who finds it takes it over. */
  private static final String CLAIM =
      """
      insert into plimsoll.idempotency as i (key, request, xid, incarnation)
      values (decode(?, 'hex'), decode(?, 'hex'), pg_current_xact_id(), coalesce((select token from plimsoll.incarnation), ''))
      on conflict (key) do update set request = excluded.request, xid = excluded.xid,
          incarnation = excluded.incarnation, at = excluded.at, status = null, body = null
        where i.at < now() - make_interval(secs => ?)
      returning true\
      """;

  /**
   * The token stands for the write: its transaction, or, where the history is another one since (a
   * restore, a crash), this transaction, which began after the write could be seen.
   */
  private static final String FIND =
      """
      select encode(i.request, 'hex'), i.status, i.body, n.token,
        case when i.incarnation = n.token then i.xid else pg_current_xact_id() end::text
      from plimsoll.idempotency i left join plimsoll.incarnation n on true
      where i.key = decode(?, 'hex')\
      """;

  private static final String ANSWER =
      "update plimsoll.idempotency set status = ?, body = ? where key = decode(?, 'hex')";

  private final Duration keep;
  private final Duration wait;

  /**
   * What the first request of a key was answered.
   *
   * @param xid of a transaction that shows the write
   */
  record Answered(int status, Optional<byte[]> row, Optional<String> incarnation, String xid) {}

  /** What claiming a key found. */
  sealed interface Claim {
    /** It is the caller's, until its transaction ends. */
    record Mine() implements Claim {}

    /** An earlier request has been answered. */
    record Known(Answered answer) implements Claim {}

    /** It is somebody's, or was another request's. */
    record Refused(Outcome.Refusal why) implements Claim {}
  }

  /**
   * With what is configured.
   *
   * @param keep how long an answer is kept
   * @param wait how long a request waits for its twin
   */
  IdempotencyTable(Duration keep, Duration wait) {
    this.keep = keep;
    this.wait = wait;
  }

  Claim claim(Connection connection, Idempotency once) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = " + Math.max(1, wait.toMillis()));
    }
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      statement.setString(1, once.key());
      statement.setString(2, once.request());
      statement.setDouble(3, keep.toMillis() / 1_000.0);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return find(connection, once);
        }
      }
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return new Claim.Refused(Outcome.Refusal.IN_PROGRESS);
      }
      throw e;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = default"); // the write waits as writes do
    }
    return new Claim.Mine();
  }

  /** The row is locked by the claim that failed: nobody purges it meanwhile. */
  private static Claim find(Connection connection, Idempotency once) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, once.key());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return once.request().equals(row.getString(1))
            ? new Claim.Known(
                new Answered(
                    row.getInt(2),
                    Optional.ofNullable(row.getBytes(3)),
                    Optional.ofNullable(row.getString(4)),
                    row.getString(5)))
            : new Claim.Refused(Outcome.Refusal.KEY_REUSED);
      }
    }
  }

  void answer(Connection connection, Idempotency once, int status, Optional<byte[]> row)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ANSWER)) {
      statement.setInt(1, status);
      statement.setBytes(2, row.orElse(null));
      statement.setString(3, once.key());
      statement.executeUpdate();
    }
  }
}
