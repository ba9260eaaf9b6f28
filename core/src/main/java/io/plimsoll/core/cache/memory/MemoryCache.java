package io.plimsoll.core.cache.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Kept;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Rules;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Stale;
import io.plimsoll.core.cache.Stripes;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A partition in the process. Stages are complete when they are returned. Thread-safe.
 *
 * <p>Lookups take no lock; fills, applies and opens exclude each other. A hit is never older than
 * the position it is returned with, because
 *
 * <ul>
 *   <li>a lookup reads the control state first, then the entry, then whether the entry's
 *       generations live; {@code apply} ends generations first and sets the control state after
 *       that, all of them volatile. So who sees a position sees ended what the changes up to it
 *       have ended;
 *   <li>an entry stored before a change holds the very generation that the change ends: it took it
 *       from the map under the lock, and the map cannot forget it while the entry holds it;
 *   <li>an entry stored after a change was checked against the change's mark under the lock: no
 *       mark can come between the check and the store;
 *   <li>an entry of another epoch than the control state that was read is not served, whichever of
 *       the two is newer.
 * </ul>
 *
 * <p>A lookup that an apply or an open overtakes answers as if it had come before: the age it tells
 * was taken before the entry was read.
 */
public final class MemoryCache implements Cache {
  private final ServerClock clock;
  private final WatermarkGuard guard;
  private final Supplier<String> newEpoch;
  private final com.github.benmanes.caffeine.cache.Cache<CacheKey, Stored> entries;

  /** Weak: a generation that no entry holds any more may be forgotten, and is then just new. */
  private final com.github.benmanes.caffeine.cache.Cache<String, TagLife> tags =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  private volatile @Nullable State state;

  /** The control state with what follows from it, computed once for many lookups. */
  private record State(Control control, Admission admission, Stripes stripes) {
    static State of(Control control, Stripes stripes) {
      return new State(control, Admission.of(control), stripes);
    }
  }

  /**
   * Makes an empty one.
   *
   * @param maxBytes of all entries together; the least useful ones are evicted beyond (W-TinyLFU,
   *     Einziger, Friedman and Manes, 2017)
   * @param newEpoch an id that was never used before
   */
  public MemoryCache(long maxBytes, ServerClock clock, Supplier<String> newEpoch) {
    this.clock = clock;
    this.guard = new WatermarkGuard(clock);
    this.newEpoch = newEpoch;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, Stored stored) -> stored.bytes() + 2 * key.value().length())
            .executor(Runnable::run)
            .build();
  }

  /** About how many bytes all entries take. */
  public long bytes() {
    return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** What lies there under a key, whether it may be served or not. */
  public Optional<Kept> peek(CacheKey key) {
    return Optional.ofNullable(entries.policy().getIfPresentQuietly(key))
        .map(stored -> new Kept(stored.epoch(), stored.stamp().text(), stored.entry()));
  }

  /** About how many bytes each entry takes; takes as long as there are many. */
  public void sizes(ObjIntConsumer<CacheKey> each) {
    entries.asMap().forEach((key, stored) -> each.accept(key, stored.bytes()));
  }

  /** How many generations of tags are held by an entry, or were until lately. */
  long generations() {
    tags.cleanUp();
    return tags.estimatedSize();
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return CompletableFuture.completedFuture(find(query));
  }

  private Lookup find(Query query) {
    State now = state;
    if (now == null) {
      return new Lookup.Bypass(Reason.NO_CONTROL);
    }
    Optional<Duration> age = guard.age(now.control().watermark(), now.control().incarnation());
    if (age.isEmpty() || age.get().compareTo(query.bound()) > 0) {
      return new Lookup.Bypass(Reason.STALE_WATERMARK, age.flatMap(a -> late(query, now, a)));
    }
    Stored stored = entries.getIfPresent(query.key());
    if (stored == null) {
      return new Lookup.Miss(Reason.MISS, now.admission());
    }
    if (!stored.epoch().equals(now.control().epoch())) {
      return new Lookup.Miss(Reason.EPOCH, now.admission());
    }
    if (!stored.alive()) {
      return new Lookup.Miss(Reason.INVALIDATED, now.admission(), replaced(query, stored));
    }
    Optional<Duration> ttl = clock.ttl(stored.entry());
    if (ttl.isEmpty()) {
      return new Lookup.Miss(
          Reason.MISS, now.admission(), Stale.within(query, stored.entry(), age.get()));
    }
    if (query.after().isPresent()
        && !Rules.shows(query.after().get(), now.admission(), stored::stamp)) {
      return new Lookup.Miss(Reason.TOKEN, now.admission());
    }
    return new Lookup.Hit(stored.entry(), now.admission(), age.get(), ttl.get());
  }

  /** Nothing is known to have changed it, but nothing has been heard for longer than the bound. */
  private Optional<Stale> late(Query query, State now, Duration age) {
    Stored stored = query.grace().isZero() ? null : entries.getIfPresent(query.key());
    return stored != null && stored.epoch().equals(now.control().epoch()) && stored.alive()
        ? Stale.within(query, stored.entry(), age)
        : Optional.empty();
  }

  /** Changed since the watermark that was in force before the change. */
  private Optional<Stale> replaced(Query query, Stored stored) {
    return query.grace().isZero()
        ? Optional.empty()
        : clock
            .ageOf(stored.provenMicros())
            .flatMap(age -> Stale.within(query, stored.entry(), age));
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return CompletableFuture.completedFuture(
        offer(fill)
            .<Fill.Outcome>map(Fill.Outcome.Refused::new)
            .orElseGet(Fill.Outcome.Stored::new));
  }

  private synchronized Optional<Reason> offer(Fill fill) {
    State now = state;
    if (now == null) {
      return Optional.of(Reason.NO_CONTROL);
    }
    Optional<Reason> refusal = Rules.refusal(now.control(), now.stripes(), fill);
    Optional<Long> time = clock.now();
    if (refusal.isPresent() || time.isEmpty()) {
      return refusal.or(() -> Optional.of(Reason.UNAVAILABLE));
    }
    Entry entry =
        new Entry(
            fill.content(),
            time.get(),
            fill.ttl().toMillis(),
            fill.load().toNanos() / 1_000,
            fill.admission().startedMicros(),
            fill.captured());
    List<String> names = fill.tags();
    List<TagLife> lives = new ArrayList<>(names.size());
    names.forEach(tag -> lives.add(tags.get(tag, unknown -> new TagLife())));
    entries.put(
        fill.query().key(),
        Stored.of(now.control().epoch(), fill.proof().stamp(), List.copyOf(lives), entry));
    return Optional.empty();
  }

  @Override
  public synchronized CompletionStage<Batch.Outcome> apply(Batch batch) {
    State now = state;
    if (now == null) {
      return CompletableFuture.completedFuture(new Batch.Outcome.NoControl());
    }
    if (!Rules.continues(now.control(), batch)) {
      return CompletableFuture.completedFuture(new Batch.Outcome.Mismatch(now.control()));
    }
    now.stripes().add(batch.changes());
    batch.changes().forEach(change -> change.tags().forEach(tag -> end(tag, now)));
    state = State.of(Rules.after(now.control(), batch), now.stripes());
    // Seen now, whether somebody asks soon or not.
    var _ = batch.watermark().flatMap(w -> guard.age(w, now.control().incarnation()));
    return CompletableFuture.completedFuture(new Batch.Outcome.Applied());
  }

  @Override
  public synchronized CompletionStage<Boolean> foretell(
      Incarnation incarnation, Batch.Change change) {
    State now = state;
    if (now == null || !Rules.foretells(now.control(), incarnation)) {
      return CompletableFuture.completedFuture(false);
    }
    now.stripes().add(List.of(change));
    change.tags().forEach(tag -> end(tag, now));
    state = State.of(Rules.foretold(now.control(), change), now.stripes());
    return CompletableFuture.completedFuture(true);
  }

  private void end(String tag, State now) {
    TagLife life = tags.asMap().remove(tag);
    if (life != null) {
      life.end(now.control().watermark().startedMicros());
    }
  }

  @Override
  public synchronized CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    Control control = Control.opened(newEpoch.get(), incarnation, position, applied, shapes);
    state = State.of(control, new Stripes());
    entries.invalidateAll(); // For their memory; the epoch alone makes them unreadable.
    tags.invalidateAll();
    return CompletableFuture.completedFuture(control);
  }

  /**
   * Forgets everything, control state and entries: nothing is known until the next {@link #open}.
   */
  public synchronized void clear() {
    state = null;
    entries.invalidateAll();
    tags.invalidateAll();
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return CompletableFuture.completedFuture(Optional.ofNullable(state).map(State::control));
  }

  /** In one process a single-flight is enough. */
  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public void release(CacheKey key) {}

  @Override
  public void close() {
    clear();
  }
}
