package io.plimsoll.core.cache;

import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The contract in the plainest Java, deciding by {@link Stamp#sees}: what the Lua scripts are
 * compared with. Not thread-safe. Entries do not expire; time does not pass.
 */
public final class ReferenceCache implements Cache {
  private static final int CAPACITY = 256;

  private record Stored(String epoch, Entry entry, List<Long> generations) {}

  private static final class Stripe {
    private Mark folded = new Mark(Xid.NONE, Lsn.NONE);
    private final List<Mark> marks = new ArrayList<>();

    void add(List<Mark> more) {
      marks.addAll(more);
      if (marks.size() > CAPACITY) {
        List<Mark> older = marks.subList(0, marks.size() - CAPACITY / 2);
        older.forEach(m ->
            folded = new Mark(max(folded.xid(), m.xid()), max(folded.commitEnd(), m.commitEnd())));
        older.clear();
      }
    }

    boolean seenBy(Stamp stamp) {
      return clears(stamp, folded) && marks.stream().allMatch(stamp::sees);
    }
  }

  private final ToIntFunction<String> stripeOf;
  private final Map<Integer, Stripe> stripes = new HashMap<>();
  private final Map<String, Long> generations = new HashMap<>();
  private final Map<CacheKey, Stored> entries = new HashMap<>();
  private @Nullable Control control;
  private long sequence;

  public ReferenceCache(ToIntFunction<String> stripeOf) {
    this.stripeOf = stripeOf;
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return CompletableFuture.completedStage(look(query));
  }

  private Lookup look(Query query) {
    if (control == null) {
      return new Lookup.Bypass(Reason.NO_CONTROL);
    }
    if (control.watermark().startedMicros() == 0) {
      return new Lookup.Bypass(Reason.STALE_WATERMARK);
    }
    Admission admission = new Admission(control.epoch(), control.incarnation());
    Stored stored = entries.get(query.key());
    if (stored == null) {
      return new Lookup.Miss(Reason.MISS, admission);
    }
    if (!stored.epoch().equals(control.epoch())) {
      return new Lookup.Miss(Reason.EPOCH, admission);
    }
    List<@Nullable Long> current = new ArrayList<>();
    query.tags().forEach(tag -> current.add(generations.get(tag)));
    return current.equals(stored.generations())
        ? new Lookup.Hit(
            stored.entry(), control.watermark(), java.time.Duration.ZERO, java.time.Duration.ZERO)
        : new Lookup.Miss(Reason.INVALIDATED, admission);
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return CompletableFuture.completedStage(
        refusal(fill)
            .<Fill.Outcome>map(Fill.Outcome.Refused::new)
            .orElseGet(() -> {
              store(fill);
              return new Fill.Outcome.Stored();
            }));
  }

  private Optional<Reason> refusal(Fill fill) {
    if (control == null) {
      return Optional.of(Reason.NO_CONTROL);
    }
    if (!control.epoch().equals(fill.admission().epoch())) {
      return Optional.of(Reason.EPOCH);
    }
    if (!control.incarnation().known()
        || !control.incarnation().equals(fill.admission().incarnation())
        || !control.incarnation().equals(fill.incarnation())) {
      return Optional.of(Reason.INCARNATION);
    }
    if (!control.shapes().equals(fill.shapes())) {
      return Optional.of(Reason.SHAPES);
    }
    if (!clears(fill.stamp(), control.floor())) {
      return Optional.of(Reason.FLOOR);
    }
    boolean seesAll =
        fill.query().tags().stream()
            .map(tag -> stripes.get(stripeOf.applyAsInt(tag)))
            .allMatch(stripe -> stripe == null || stripe.seenBy(fill.stamp()));
    return seesAll ? Optional.empty() : Optional.of(Reason.MARK);
  }

  private void store(Fill fill) {
    List<Long> current =
        fill.query().tags().stream()
            .map(tag -> generations.computeIfAbsent(tag, t -> ++sequence))
            .toList();
    Entry entry =
        new Entry(
            fill.found(), fill.etag(), fill.position(), 0, fill.ttl().toMillis(), fill.body());
    entries.put(fill.query().key(), new Stored(fill.admission().epoch(), entry, current));
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    if (control == null) {
      return CompletableFuture.completedStage(new Batch.Outcome.NoControl());
    }
    if (!control.epoch().equals(batch.epoch()) || !control.position().equals(batch.expected())) {
      return CompletableFuture.completedStage(new Batch.Outcome.Mismatch(control));
    }
    Map<Integer, List<Mark>> marks = new HashMap<>();
    for (Batch.Change change : batch.changes()) {
      change.tags().forEach(generations::remove);
      change.tags().stream()
          .map(stripeOf::applyAsInt)
          .distinct()
          .forEach(s -> marks.computeIfAbsent(s, x -> new ArrayList<>()).add(change.mark()));
    }
    marks.forEach((s, added) -> stripes.computeIfAbsent(s, x -> new Stripe()).add(added));
    control =
        new Control(
            control.epoch(),
            control.incarnation(),
            batch.next(),
            batch.applied(),
            batch.watermark().orElse(control.watermark()),
            batch.floor().orElse(control.floor()),
            control.shapes());
    return CompletableFuture.completedStage(new Batch.Outcome.Applied());
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    stripes.clear();
    control =
        new Control(
            "epoch" + ++sequence,
            incarnation,
            position,
            applied,
            Watermark.NONE,
            Floor.PENDING,
            shapes);
    return CompletableFuture.completedStage(control);
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return CompletableFuture.completedStage(Optional.ofNullable(control));
  }

  @Override
  public CompletionStage<Long> timeMicros() {
    return CompletableFuture.completedStage(1L);
  }

  @Override
  public void close() {}

  /** Sees the mark and every transaction before it: the rule for floors and folded marks. */
  private static boolean clears(Stamp stamp, Mark mark) {
    return switch (stamp) {
      case Stamp.Primary primary -> mark.xid().compareTo(primary.xmin()) < 0;
      case Stamp.Standby standby -> standby.sees(mark);
    };
  }

  private static <T extends Comparable<T>> T max(T a, T b) {
    return a.compareTo(b) < 0 ? b : a;
  }
}
