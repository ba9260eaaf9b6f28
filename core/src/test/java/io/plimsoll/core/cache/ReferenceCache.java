package io.plimsoll.core.cache;

import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The contract in the plainest Java, deciding by {@link Stamp#sees}: what the Lua scripts are
 * compared with. It can lose what Redis can lose. Not thread-safe.
 */
public final class ReferenceCache implements Cache {
  private record Stored(String epoch, Stamp stamp, Entry entry, List<Long> generations) {}

  private final ServerClock clock;
  private final WatermarkGuard guard;
  private final Map<String, Long> generations = new HashMap<>();
  private final Map<CacheKey, Stored> entries = new HashMap<>();
  private final Map<CacheKey, Long> leasedUntilMicros = new HashMap<>();
  private @Nullable Stripes stripes;
  private @Nullable Control control;
  private long sequence;

  public ReferenceCache(ServerClock clock) {
    this.clock = clock;
    this.guard = new WatermarkGuard(clock);
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return CompletableFuture.completedStage(look(query));
  }

  private Lookup look(Query query) {
    if (control == null) {
      return new Lookup.Bypass(Reason.NO_CONTROL);
    }
    Admission admission = Admission.of(control);
    Stored stored = entries.get(query.key());
    Optional<Duration> age = guard.age(control.watermark(), control.incarnation());
    if (age.isEmpty() || age.get().compareTo(query.bound()) > 0) {
      return new Lookup.Bypass(
          Reason.STALE_WATERMARK,
          Optional.ofNullable(stored)
              .filter(s -> ofThisEpoch(s) && current(query, s))
              .flatMap(s -> age.flatMap(a -> Stale.within(query, s.entry(), a))));
    }
    if (stored == null) {
      return new Lookup.Miss(Reason.MISS, admission);
    }
    if (!ofThisEpoch(stored)) {
      return new Lookup.Miss(Reason.EPOCH, admission);
    }
    if (!current(query, stored)) {
      return new Lookup.Miss(
          Reason.INVALIDATED,
          admission,
          clock
              .ageOf(stored.entry().provenMicros())
              .flatMap(a -> Stale.within(query, stored.entry(), a)));
    }
    Optional<Duration> ttl = clock.ttl(stored.entry());
    if (ttl.isEmpty()) {
      return new Lookup.Miss(Reason.MISS, admission);
    }
    if (query.after().isPresent() && !Rules.shows(query.after().get(), admission, stored::stamp)) {
      return new Lookup.Miss(Reason.TOKEN, admission);
    }
    return new Lookup.Hit(stored.entry(), admission, age.get(), ttl.get());
  }

  private boolean ofThisEpoch(Stored stored) {
    return control != null && stored.epoch().equals(control.epoch());
  }

  private boolean current(Query query, Stored stored) {
    List<@Nullable Long> current = new ArrayList<>();
    query.tags().forEach(tag -> current.add(generations.get(tag)));
    stored.entry().captured().forEach(tag -> current.add(generations.get(tag)));
    return current.equals(stored.generations());
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    leasedUntilMicros.remove(fill.query().key());
    return CompletableFuture.completedStage(
        refusal(fill)
            .<Fill.Outcome>map(Fill.Outcome.Refused::new)
            .orElseGet(() -> {
              store(fill);
              return new Fill.Outcome.Stored();
            }));
  }

  private Optional<Reason> refusal(Fill fill) {
    return control == null ? Optional.of(Reason.NO_CONTROL) : Rules.refusal(control, stripes, fill);
  }

  private void store(Fill fill) {
    List<Long> current =
        fill.tags().stream().map(tag -> generations.computeIfAbsent(tag, t -> ++sequence)).toList();
    Entry entry =
        new Entry(
            fill.content(),
            clock.now().orElseThrow(),
            fill.ttl().toMillis(),
            fill.load().toNanos() / 1_000,
            fill.admission().startedMicros(),
            fill.captured());
    entries.put(
        fill.query().key(),
        new Stored(fill.admission().epoch(), fill.proof().stamp(), entry, current));
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    return CompletableFuture.completedStage(applied(batch));
  }

  private Batch.Outcome applied(Batch batch) {
    if (control == null || stripes == null) {
      return new Batch.Outcome.NoControl();
    }
    if (!Rules.continues(control, batch)) {
      return new Batch.Outcome.Mismatch(control);
    }
    batch.changes().forEach(change -> change.tags().forEach(generations::remove));
    stripes.add(batch.changes());
    control = Rules.after(control, batch);
    return new Batch.Outcome.Applied();
  }

  @Override
  public CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    if (control == null || stripes == null || !Rules.foretells(control, incarnation)) {
      return CompletableFuture.completedStage(false);
    }
    change.tags().forEach(generations::remove);
    stripes.add(List.of(change));
    control = Rules.foretold(control, change);
    return CompletableFuture.completedStage(true);
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    String epoch = "epoch" + ++sequence;
    stripes = new Stripes();
    control = Control.opened(epoch, incarnation, position, applied, shapes);
    return CompletableFuture.completedStage(control);
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return CompletableFuture.completedStage(Optional.ofNullable(control));
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    long now = clock.now().orElseThrow();
    boolean free = leasedUntilMicros.getOrDefault(key, 0L) <= now;
    if (free) {
      leasedUntilMicros.put(key, now + time.toNanos() / 1_000);
    }
    return CompletableFuture.completedStage(free);
  }

  @Override
  public void release(CacheKey key) {
    leasedUntilMicros.remove(key);
  }

  /** Whether there is an entry with captured tags, usable or not. */
  public boolean hasCaptured(CacheKey key) {
    Stored stored = entries.get(key);
    return stored != null && !stored.entry().captured().isEmpty();
  }

  public void loseEntry(CacheKey key) {
    entries.remove(key);
  }

  public void loseTag(String tag) {
    generations.remove(tag);
  }

  public void loseControl() {
    control = null;
  }

  /** Or they are those of another epoch: the same. */
  public void loseStripes() {
    stripes = null;
  }

  public void loseAll() {
    entries.clear();
    generations.clear();
    leasedUntilMicros.clear();
    loseControl();
    loseStripes();
  }

  @Override
  public void close() {}
}
