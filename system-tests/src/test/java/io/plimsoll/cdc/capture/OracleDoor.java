package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real {@link TransactionAssembler} with the real {@link SampledIdentities}, fed with rows that
 * were decoded by hand.
 */
public final class OracleDoor {
  /**
   * A column of a row.
   *
   * @param type {@code pg_type.typname}
   * @param value as Debezium gives it; null is NULL
   * @param sent false for what Postgres leaves out: unchanged TOAST
   */
  public record Value(String type, @org.jspecify.annotations.Nullable Object value, boolean sent) {}

  private final TransactionAssembler assembler;
  private long events;

  /** Knows the tables as they are now. */
  public OracleDoor(
      String url, String user, String password, Collection<TagShape> shapes, TagHash hash)
      throws SQLException {
    CaptureSettings settings =
        new CaptureSettings(url, user, password, "", "", "", "plimsoll", Duration.ofSeconds(1), 1);
    assembler =
        new TransactionAssembler(
            new RowTags(shapes, hash),
            new SampledIdentities(new Database(settings)),
            new Resume(Incarnation.UNKNOWN, Lsn.NONE, Lsn.NONE, Xid.NONE, Optional.empty()));
  }

  /** A changed row, or a truncated table. */
  public void row(
      long xid,
      Lsn lsn,
      String table,
      char operation,
      Optional<Map<String, Value>> before,
      Optional<Map<String, Value>> after) {
    accept(
        new Captured.Row(
            xid,
            lsn,
            table,
            operation,
            before.map(OracleDoor::image),
            after.map(OracleDoor::image)));
  }

  /** A row of the DDL log. */
  public void ddl(long xid, String relation) {
    accept(new Captured.Ddl(xid, relation));
  }

  /** A row of Plimsoll's own that says nothing. */
  public void own(long xid) {
    accept(new Captured.Own(xid));
  }

  /** A commit. */
  public List<Invalidation> end(long xid, Lsn commitEnd) {
    Captured.End end = new Captured.End(xid, events, commitEnd, 0);
    events = 0;
    return take(end);
  }

  private void accept(Captured event) {
    events++;
    if (!take(event).isEmpty()) {
      throw new IllegalStateException("a record before the end of its transaction");
    }
  }

  private List<Invalidation> take(Captured event) {
    try {
      return assembler.accept(event, 0);
    } catch (SQLException | CaptureException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RowImage image(Map<String, Value> row) {
    return column -> {
      Value value = row.get(column);
      return value == null || !value.sent()
          ? Cell.OPAQUE
          : CanonicalText.of(value.type(), value.value());
    };
  }
}
