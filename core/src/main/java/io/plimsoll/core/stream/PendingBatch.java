package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.record.Invalidation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Accepted records on their way into one {@link Batch}. Not thread-safe. */
final class PendingBatch {
  /** A script call must not hold Redis up for long. */
  private static final int MAX_TAGS = 5000;

  private final List<Batch.Change> changes = new ArrayList<>();
  private final List<StreamListener.Arrival> arrivals = new ArrayList<>();
  private Optional<Watermark> watermark = Optional.empty();
  private Optional<Mark> floor = Optional.empty();
  private Lsn last = Lsn.NONE;
  private int tags;

  void add(
      Invalidation.Transaction record, Optional<Mark> floorNow, StreamListener.Arrival arrival) {
    List<String> names = tags(record);
    if (!names.isEmpty()) {
      changes.add(new Batch.Change(record.mark(), names));
      tags += names.size();
    }
    record
        .heartbeat()
        .ifPresent(beat ->
            watermark =
                Optional.of(
                    new Watermark(
                        beat.startedMicros(), record.mark().commitEnd(), record.mark().xid())));
    last = record.mark().commitEnd();
    floor = floorNow.or(() -> floor);
    arrivals.add(arrival);
  }

  boolean full() {
    return tags >= MAX_TAGS;
  }

  boolean isEmpty() {
    return arrivals.isEmpty();
  }

  List<StreamListener.Arrival> arrivals() {
    return arrivals;
  }

  /** The batch that takes the cache from where it stands to this offset. */
  Batch batch(Control control, long nextOffset) {
    Position next = new Position(control.position().topicId(), nextOffset);
    return new Batch(control.epoch(), control.position(), next, last, changes, watermark, floor);
  }

  /** What a transaction invalidates, each name once. */
  static List<String> tags(Invalidation.Transaction record) {
    Set<String> names = new LinkedHashSet<>();
    for (Invalidation.TableChange change : record.tables()) {
      Tag table =
          change.whole() ? new Tag.WholeTable(change.table()) : new Tag.AnyRow(change.table());
      names.add(table.toString());
      names.addAll(change.tags());
    }
    return List.copyOf(names);
  }
}
