package io.plimsoll.api.origin;

import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a standby says of itself in every statement: all of the statement's snapshot or behind. */
final class HeartbeatColumns {
  static final String SQL =
      """
      pg_is_in_recovery(),
      plimsoll.standby_history(),
      (select started_micros from plimsoll.heartbeat),
      (select incarnation from plimsoll.heartbeat)\
      """;
  static final int COUNT = 4;

  private HeartbeatColumns() {}

  /**
   * Reads them.
   *
   * @param first index of the first
   * @param replayed what was fetched before
   */
  static Shown read(ResultSet row, int first, @Nullable String replayed, WatermarkGuard guard)
      throws SQLException {
    long started = row.getLong(first + 2);
    Optional<Incarnation> incarnation =
        Optional.ofNullable(row.getString(first + 3)).map(Incarnation::new);
    Lsn position = replayed == null ? Lsn.NONE : Lsn.parse(replayed);
    return new Shown(
        position,
        row.getBoolean(first) && replayed != null,
        Optional.ofNullable(row.getString(first + 1)),
        incarnation,
        guard.age(
            new Watermark(started, position, Xid.NONE), incarnation.orElse(Incarnation.UNKNOWN)));
  }
}
