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
 * compared with. Not thread-safe. Entries do not expire; time does not pass.
 */
public final class ReferenceCache implements Cache {
  private record Stored(String epoch, Stamp stamp, Entry entry, List<Long> generations) {}

  private final Map<String, Long> generations = new HashMap<>();
  private final Map<CacheKey, Stored> entries = new HashMap<>();
  private Stripes stripes = new Stripes();
  private @Nullable Control control;
  private long sequence;

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
    Admission admission = Admission.of(control);
    Stored stored = entries.get(query.key());
    if (stored == null) {
      return new Lookup.Miss(Reason.MISS, admission);
    }
    if (!stored.epoch().equals(control.epoch())) {
      return new Lookup.Miss(Reason.EPOCH, admission);
    }
    List<@Nullable Long> current = new ArrayList<>();
    query.tags().forEach(tag -> current.add(generations.get(tag)));
    if (!current.equals(stored.generations())) {
      return new Lookup.Miss(Reason.INVALIDATED, admission);
    }
    if (query.after().isPresent() && !Rules.shows(query.after().get(), admission, stored::stamp)) {
      return new Lookup.Miss(Reason.TOKEN, admission);
    }
    return new Lookup.Hit(stored.entry(), admission, Duration.ZERO, Duration.ZERO);
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
    return control == null ? Optional.of(Reason.NO_CONTROL) : Rules.refusal(control, stripes, fill);
  }

  private void store(Fill fill) {
    List<Long> current =
        fill.query().tags().stream()
            .map(tag -> generations.computeIfAbsent(tag, t -> ++sequence))
            .toList();
    Entry entry = new Entry(fill.content(), 0, fill.ttl().toMillis(), 0, 0);
    entries.put(
        fill.query().key(),
        new Stored(fill.admission().epoch(), fill.proof().stamp(), entry, current));
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    if (control == null) {
      return CompletableFuture.completedStage(new Batch.Outcome.NoControl());
    }
    if (!Rules.continues(control, batch)) {
      return CompletableFuture.completedStage(new Batch.Outcome.Mismatch(control));
    }
    batch.changes().forEach(change -> change.tags().forEach(generations::remove));
    stripes.add(batch.changes());
    control = Rules.after(control, batch);
    return CompletableFuture.completedStage(new Batch.Outcome.Applied());
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    stripes = new Stripes();
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
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public void release(CacheKey key) {}

  @Override
  public void close() {}
}
