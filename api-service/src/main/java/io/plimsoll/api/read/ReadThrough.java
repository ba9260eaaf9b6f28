package io.plimsoll.api.read;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Answers from the cache where that is proven fresh, otherwise from the origin, whose answer it
 * then offers to the cache. Thread-safe; never blocks the caller. Stages fail with {@link
 * OriginException} only: a cache that is away is no failure.
 */
public final class ReadThrough {
  private final Cache cache;
  private final Shared shared;

  /** A read and what became of storing it. */
  private record Loaded(
      OriginRead read,
      String etag,
      long startedNanos,
      Optional<Lsn> provenTo,
      Optional<Reason> refused) {}

  /** What all read-throughs of a process have in common: above all, the loads under way. */
  public static final class Shared {
    private final Origin origin;
    private final String shapes;
    private final int maxEntryBytes;
    private final LongSupplier nanoTime;
    private final SingleFlight<Loaded> flights;

    /**
     * Takes its parts; closes none of them.
     *
     * @param shapes {@code TagHash.version} of the catalog
     * @param maxEntryBytes larger bodies are served, not stored
     * @param blocking runs reads of the origin
     * @param nanoTime monotonic
     */
    public Shared(
        Origin origin, String shapes, int maxEntryBytes, Executor blocking, LongSupplier nanoTime) {
      this.origin = origin;
      this.shapes = shapes;
      this.maxEntryBytes = maxEntryBytes;
      this.nanoTime = nanoTime;
      this.flights = new SingleFlight<>(blocking, nanoTime);
    }
  }

  /**
   * Reads through one connection to the cache.
   *
   * @param cache stays the caller's
   */
  public ReadThrough(Cache cache, Shared shared) {
    this.cache = cache;
    this.shared = shared;
  }

  public CompletionStage<Answer> read(ReadRequest request) {
    if (!request.cacheable()) {
      return fetch(request, Reason.UNCACHEABLE, Optional.empty(), 0);
    }
    long started = shared.nanoTime.getAsLong();
    return cache
        .lookup(request.lookup())
        .thenCompose(lookup -> {
          long redisMicros = (shared.nanoTime.getAsLong() - started) / 1_000;
          return switch (lookup) {
            case Lookup.Hit hit -> CompletableFuture.completedStage(answer(hit, redisMicros));
            case Lookup.Miss miss ->
                fetch(request, miss.reason(), Optional.of(miss.admission()), redisMicros);
            case Lookup.Bypass bypass ->
                fetch(request, bypass.reason(), Optional.empty(), redisMicros);
          };
        });
  }

  private CompletionStage<Answer> fetch(
      ReadRequest request, Reason reason, Optional<Admission> admission, long redisMicros) {
    return shared
        .flights
        .load(request.lookup().key(), request.lookup().bound(), () -> load(request, admission))
        .thenApply(landed -> answer(landed, reason, admission.isEmpty(), redisMicros));
  }

  private Loaded load(ReadRequest request, Optional<Admission> admission) {
    long started = shared.nanoTime.getAsLong();
    OriginRead read = shared.origin.read(request.query(), request.values());
    String etag = Etag.of(read.body());
    if (admission.isEmpty()) {
      return new Loaded(read, etag, started, Optional.empty(), Optional.empty());
    }
    if (!read.schemaChecked()) {
      return new Loaded(read, etag, started, Optional.empty(), Optional.of(Reason.SCHEMA));
    }
    if (read.body().length > shared.maxEntryBytes) {
      return new Loaded(read, etag, started, Optional.empty(), Optional.of(Reason.TOO_LARGE));
    }
    Fill fill =
        new Fill(
            request.lookup(),
            admission.get(),
            read.stamp(),
            read.incarnation(),
            shared.shapes,
            read.found(),
            etag,
            read.body(),
            request.query().ttl());
    return switch (cache.fill(fill).toCompletableFuture().join()) {
      case Fill.Outcome.Stored stored ->
          new Loaded(read, etag, started, Optional.of(admission.get().applied()), Optional.empty());
      case Fill.Outcome.Refused refused ->
          new Loaded(read, etag, started, Optional.empty(), Optional.of(refused.reason()));
    };
  }

  private Answer answer(
      SingleFlight.Landed<Loaded> landed, Reason reason, boolean bypassed, long redisMicros) {
    Loaded loaded = landed.value();
    OriginRead read = loaded.read();
    return new Answer(
        read.found(),
        loaded.etag(),
        read.body(),
        loaded.provenTo(),
        Duration.ofNanos(shared.nanoTime.getAsLong() - loaded.startedNanos()),
        new Answer.Outcome.Fetched(
            read.position(),
            reason,
            bypassed,
            landed.shared(),
            loaded.provenTo().isPresent(),
            loaded.refused()),
        new Answer.Timing(redisMicros, landed.shared() ? 0 : read.sqlMicros()));
  }

  private static Answer answer(Lookup.Hit hit, long redisMicros) {
    return new Answer(
        hit.entry().found(),
        hit.entry().etag(),
        hit.entry().body(),
        Optional.of(hit.watermark().commitEnd()),
        hit.age(),
        new Answer.Outcome.Hit(hit.ttl()),
        new Answer.Timing(redisMicros, 0));
  }
}
