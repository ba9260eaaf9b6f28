package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The real {@link TransactionAssembler}, fed by hand. */
public final class AssemblerDoor {
  /** The stream is not the one that was published before. */
  public static final class OtherHistory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherHistory(CaptureException cause) {
      super(cause);
    }
  }

  private static final TableIdentity KEY =
      new TableIdentity(TableIdentity.Kind.KEY, Set.of("id"), Set.of(), Set.of(), Lsn.NONE);

  private final TransactionAssembler assembler;
  private long events;

  /** Where a run of the capture begins: {@link Resume}. */
  public AssemblerDoor(
      Collection<TagShape> shapes,
      TagHash hash,
      Incarnation incarnation,
      Lsn since,
      Lsn published,
      Xid reference,
      Optional<Mark> again) {
    this.assembler =
        new TransactionAssembler(
            new RowTags(shapes, hash),
            new KeyIdentities(),
            new Resume(incarnation, since, published, reference, again));
  }

  /** A changed row. */
  public List<Invalidation> row(long xid, Lsn lsn, String table, char operation, String id) {
    RowImage image = column -> column.equals("id") ? new Cell.Text(id) : Cell.OPAQUE;
    return accept(
        new Captured.Row(
            xid,
            lsn,
            table,
            operation,
            operation == 'd' ? Optional.of(image) : Optional.empty(),
            operation == 'c' || operation == 'u' ? Optional.of(image) : Optional.empty()));
  }

  /** A row of the registry of shapes. */
  public List<Invalidation> registered(long xid, TagShape shape) {
    return accept(new Captured.Shape(xid, shape, true));
  }

  /** A heartbeat. */
  public List<Invalidation> beat(long xid, long startedMicros, String incarnation) {
    return accept(new Captured.Beat(xid & 0xFFFF_FFFFL, startedMicros, xid, incarnation));
  }

  /** A commit. */
  public List<Invalidation> end(long xid, Lsn commitEnd, long committedMicros) {
    Captured.End end = new Captured.End(xid & 0xFFFF_FFFFL, events, commitEnd, committedMicros);
    events = 0;
    return take(end);
  }

  private List<Invalidation> accept(Captured event) {
    events++;
    return take(event);
  }

  private List<Invalidation> take(Captured event) {
    try {
      return new ArrayList<>(assembler.accept(event, 0));
    } catch (SQLException e) {
      throw new IllegalStateException("no database is asked", e);
    } catch (CaptureException e) {
      throw new OtherHistory(e);
    }
  }

  private static final class KeyIdentities implements Identities {
    @Override
    public Optional<TableIdentity> at(String table, Lsn row) {
      return Optional.of(KEY);
    }

    @Override
    public Set<String> ancestors(String table) {
      return Set.of();
    }

    @Override
    public void changed(String table) {}
  }
}
