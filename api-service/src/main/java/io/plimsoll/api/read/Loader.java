package io.plimsoll.api.read;

import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Tier;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Loads a key from the origin, or waits a little for the instance that does. Thread-safe; never
 * blocks the caller.
 */
final class Loader {
  private static final Duration FIRST_LOOK = Duration.ofMillis(4);

  /** Of looks for a position, whose pauses double: four seconds in all. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Origin origin;
  private final ReadSettings settings;
  private final Executor blocking;
  private final Function<Duration, CompletionStage<Void>> delay;
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;

  /**
   * Takes its parts.
   *
   * @param blocking runs reads of the origin
   * @param delay a stage that completes that much later
   * @param nanoTime monotonic
   * @param random uniform in [0, 1)
   */
  Loader(
      Origin origin,
      ReadSettings settings,
      Executor blocking,
      Function<Duration, CompletionStage<Void>> delay,
      LongSupplier nanoTime,
      DoubleSupplier random) {
    this.origin = origin;
    this.settings = settings;
    this.blocking = blocking;
    this.delay = delay;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** As one among all instances, where they share a tier that can be filled. */
  CompletionStage<Flown> load(ReadRequest request, Tiers tiers, Probe probe) {
    // Whoever shows a token wants more than what others may be loading.
    if (request.lookup().after().isPresent()) {
      return fetch(request, tiers, probe);
    }
    long patience = nanoTime.getAsLong() + settings.leaseWait().toNanos();
    return lead(request, tiers, probe, FIRST_LOOK, patience);
  }

  /**
   * Asks for the lease, and looks again behind that question in the same write to the cache: who
   * has looked before another's fill and asks after it would be told to load what is there.
   */
  private CompletionStage<Flown> lead(
      ReadRequest request, Tiers tiers, Probe probe, Duration pause, long patience) {
    Optional<Tier> shared = tiers.shared(probe);
    if (shared.isEmpty() || nanoTime.getAsLong() - patience >= 0) {
      return fetch(request, tiers, probe);
    }
    CompletionStage<Boolean> lease = shared.get().lease(request.lookup().key(), settings.lease());
    Probe again = new Probe();
    return tiers
        .find(request.lookup(), again)
        .thenApply(found -> found.map(this::foundNow))
        .thenCombine(lease, Looked::new)
        .thenApply(looked -> looked.within(request.lookup().bound(), nanoTime.getAsLong()))
        .thenCompose(looked -> {
          if (looked.found().isPresent()) {
            if (looked.leased()) {
              shared.get().release(request.lookup().key());
            }
            return CompletableFuture.completedStage(looked.found().get());
          }
          return looked.leased()
              ? fetch(request, tiers, again)
              : delay
                  .apply(pause)
                  .thenCompose(_ -> lead(request, tiers, again, pause.multipliedBy(2), patience));
        });
  }

  private record Looked(Optional<Flown.Found> found, boolean leased) {
    /** The lease's answer may have come late. */
    Looked within(Duration bound, long nowNanos) {
      return new Looked(found.filter(f -> f.isWithin(bound, nowNanos)), leased);
    }
  }

  /** It ages from here on, while the lease's answer is waited for. */
  private Flown.Found foundNow(Tiers.Found found) {
    return new Flown.Found(found.tier(), found.hit(), nanoTime.getAsLong());
  }

  /**
   * Completes when the tiers that can be filled have all followed the change stream to this
   * position, or out of patience: one may have lost its stream.
   */
  CompletionStage<Void> follow(ReadRequest request, Tiers tiers, Lsn position) {
    return follow(request, tiers, position, FIRST_LOOK);
  }

  private CompletionStage<Void> follow(
      ReadRequest request, Tiers tiers, Lsn position, Duration pause) {
    return tiers
        .admissions(request.lookup())
        .thenCompose(probe ->
            probe.hasFollowed(position) || pause.compareTo(LONGEST_PAUSE) > 0
                ? CompletableFuture.completedStage(null)
                : delay
                    .apply(pause)
                    .thenCompose(_ -> follow(request, tiers, position, pause.multipliedBy(2))));
  }

  /** Whether the origin may be given work that nobody waits for. */
  boolean hasRoom() {
    return origin.hasRoom();
  }

  /** Without asking anybody. */
  CompletionStage<Flown> fetch(ReadRequest request, Tiers tiers, Probe probe) {
    return CompletableFuture.supplyAsync(() -> read(request.knowing(probe.changedBy())), blocking)
        .whenComplete((loaded, failure) -> {
          if (failure != null) {
            tiers.shared(probe).ifPresent(tier -> tier.release(request.lookup().key()));
          }
        })
        .thenCompose(loaded -> offer(request, tiers, probe, loaded, 1));
  }

  /**
   * Several by one read of the origin, without asking anybody. Each is offered by itself: with its
   * own tags, under its own admissions, and a change of one since the read keeps that one out only.
   */
  void fetchAll(List<Together.Part> parts, Tiers tiers) {
    CompletionStage<List<Flown.Loaded>> reading =
        CompletableFuture.supplyAsync(() -> readAll(parts), blocking);
    reading.whenComplete((reads, failure) -> {
      for (int i = 0; i < parts.size(); i++) {
        Together.Part part = parts.get(i);
        if (failure != null) {
          part.landing().completeExceptionally(failure);
        } else {
          land(part, offerOne(part, tiers, reads, i));
        }
      }
    });
  }

  /** Once, before it is stored. */
  private OriginRead withCursor(ReadRequest request, OriginRead read) {
    Content page = read.content();
    return page.next().isEmpty()
        ? read
        : read.with(
            new Content(
                page.found(),
                page.etag(),
                page.body(),
                settings.cursors().apply(request, page.next())));
  }

  private CompletionStage<Flown> offerOne(
      Together.Part part, Tiers tiers, List<Flown.Loaded> reads, int i) {
    try {
      return offer(part.request(), tiers, part.probe(), reads.get(i), reads.size());
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e); // The others have answers.
    }
  }

  private static void land(Together.Part part, CompletionStage<Flown> offered) {
    offered.whenComplete((flown, failure) -> {
      if (failure == null) {
        part.landing().complete(flown);
      } else {
        part.landing().completeExceptionally(failure);
      }
    });
  }

  private List<Flown.Loaded> readAll(List<Together.Part> parts) {
    long started = nanoTime.getAsLong();
    List<ReadRequest> requests =
        parts.stream().map(p -> p.request().knowing(p.probe().changedBy())).toList();
    return origin.readAll(requests).stream()
        .map(read -> new Flown.Loaded(read, started, Optional.empty()))
        .toList();
  }

  private Flown.Loaded read(ReadRequest request) {
    long started = nanoTime.getAsLong();
    OriginRead read = withCursor(request, origin.read(request));
    return new Flown.Loaded(read, started, Optional.empty());
  }

  /**
   * @param sharing how many reads took the time together
   */
  private CompletionStage<Flown> offer(
      ReadRequest request, Tiers tiers, Probe probe, Flown.Loaded loaded, int sharing) {
    OriginRead read = loaded.read();
    Optional<Reason> unfit =
        probe.bypassed()
            ? Optional.empty()
            : !read.schemaChecked()
                ? Optional.of(Reason.SCHEMA)
                : read.content().body().length > settings.maxEntryBytes()
                    ? Optional.of(Reason.TOO_LARGE)
                    : Optional.empty();
    if (unfit.isPresent() || probe.bypassed()) {
      if (sharing == 1) {
        tiers.shared(probe).ifPresent(tier -> tier.release(request.lookup().key()));
      }
      return CompletableFuture.completedStage(new Flown.Loaded(read, loaded.startedNanos(), unfit));
    }
    Duration took = Duration.ofNanos((nanoTime.getAsLong() - loaded.startedNanos()) / sharing);
    List<String> captured = request.captured(read);
    return tiers
        .offer(request, captured, probe, read, ttl(request), took)
        .thenApply(offered ->
            new Flown.Loaded(
                read, loaded.startedNanos(), offered.provenTo(), offered.refused(), captured));
  }

  private Duration ttl(ReadRequest request) {
    double part = 1 - settings.ttlJitter() * random.getAsDouble();
    return Duration.ofMillis((long) Math.ceil(request.query().ttl().toMillis() * part));
  }
}
