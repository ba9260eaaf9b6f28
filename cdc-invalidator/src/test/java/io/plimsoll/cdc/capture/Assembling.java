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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@link TransactionAssembler} that has published up to 50, and what it has made of events. */
final class Assembling {
  static final long EPOCH = 3L << 32;
  static final Incarnation INCARNATION = new Incarnation("a");
  static final TagHash HASH = new TagHash("0123456789abcdef");

  /** The only one in force at first. */
  static final TagShape SHAPE = new TagShape(Rows.TABLE, List.of("id"));

  static final String SHAPES = HASH.version(List.of(SHAPE));

  final FakeIdentities identities = new FakeIdentities();
  private final TransactionAssembler assembler;
  private final List<Invalidation> records = new ArrayList<>();

  Assembling() {
    this(Optional.empty());
  }

  /**
   * Resumes before the end of the topic.
   *
   * @param again the last published transaction
   */
  Assembling(Optional<Mark> again) {
    assembler =
        new TransactionAssembler(
            new RowTags(List.of(SHAPE), HASH),
            identities,
            new Resume(INCARNATION, new Lsn(150), new Lsn(50), new Xid(EPOCH + 5), again));
  }

  void accept(Captured... events) throws SQLException, CaptureException {
    for (Captured event : events) {
      records.addAll(assembler.accept(event, 1));
    }
  }

  List<Invalidation> records() {
    return records;
  }

  Invalidation.Transaction transaction(int index) {
    return (Invalidation.Transaction) records.get(index);
  }

  List<String> gaps() {
    return records.stream()
        .filter(Invalidation.Gap.class::isInstance)
        .map(gap -> ((Invalidation.Gap) gap).code())
        .toList();
  }

  static Captured.End end(long xid, long events, long lsn) {
    return new Captured.End(xid, events, new Lsn(lsn), 1);
  }

  static Captured.Beat beat(long xid, long fullXid, String incarnation) {
    return new Captured.Beat(xid, 99, fullXid, incarnation);
  }

  /** Knows each table by its key, unless told otherwise. */
  static final class FakeIdentities implements Identities {
    final List<String> changed = new ArrayList<>();
    final Map<String, Lsn> knownFrom = new HashMap<>();
    Set<String> ancestors = Set.of();

    @Override
    public Optional<TableIdentity> at(String table, Lsn row) {
      return row.compareTo(knownFrom.getOrDefault(table, Lsn.NONE)) < 0
          ? Optional.empty()
          : Optional.of(Rows.identity(TableIdentity.Kind.KEY));
    }

    @Override
    public Set<String> ancestors(String table) {
      return ancestors;
    }

    @Override
    public void changed(String table) {
      changed.add(table);
    }
  }
}
