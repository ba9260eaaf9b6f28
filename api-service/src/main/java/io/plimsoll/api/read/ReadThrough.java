package io.plimsoll.api.read;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Stale;
import io.plimsoll.core.config.CacheMode;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Token;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the nearest cache where that is proven fresh, otherwise from the origin, whose
 * answer it then offers to the caches. Thread-safe; never blocks the caller. Stages fail with
 * {@link OriginException} only: a cache that is away is no failure.
 */
public final class ReadThrough {
  private static final Logger log = LoggerFactory.getLogger(ReadThrough.class);

  private final Map<CacheMode, Tiers> tiers = new EnumMap<>(CacheMode.class);
  private final Shared shared;

  /** What all read-throughs of a process have in common: above all, the loads under way. */
  public static final class Shared {
    private final Loader loader;
    private final EarlyRefresh earlyRefresh;
    private final ReadSettings settings;
    private final CachePolicy policy;
    private final LongSupplier nanoTime;
    private final SingleFlight<Flown> flights = new SingleFlight<>();

    /** Of requests that use no cache: what another load finds may come from one. */
    private final SingleFlight<Flown> apart = new SingleFlight<>();

    /**
     * Takes its parts; closes none of them.
     *
     * @param blocking runs reads of the origin
     * @param delay a stage that completes that much later
     * @param nanoTime monotonic
     * @param random uniform in [0, 1)
     */
    public Shared(
        Origin origin,
        ReadSettings settings,
        Executor blocking,
        Function<Duration, CompletionStage<Void>> delay,
        LongSupplier nanoTime,
        DoubleSupplier random) {
      this(origin, settings, new CachePolicy(CacheMode.TIERED), blocking, delay, nanoTime, random);
    }

    /** Likewise, with tiers by query and a kill switch. */
    public Shared(
        Origin origin,
        ReadSettings settings,
        CachePolicy policy,
        Executor blocking,
        Function<Duration, CompletionStage<Void>> delay,
        LongSupplier nanoTime,
        DoubleSupplier random) {
      this.policy = policy;
      this.loader = new Loader(origin, settings, blocking, delay, nanoTime, random);
      this.earlyRefresh = new EarlyRefresh(settings.earlyRefresh(), random);
      this.settings = settings;
      this.nanoTime = nanoTime;
    }
  }

  /** Real time, for {@code delay}: completes on {@code executor}. */
  public static Function<Duration, CompletionStage<Void>> delayOn(Executor executor) {
    return time ->
        CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, executor));
  }

  /**
   * Reads through one event loop's connections to the caches.
   *
   * @param tiers nearest first; they stay the caller's
   */
  public ReadThrough(List<NamedTier> tiers, Shared shared) {
    for (CacheMode mode : CacheMode.values()) {
      this.tiers.put(mode, new Tiers(CachePolicy.of(mode, tiers), shared.settings.shapes()));
    }
    this.shared = shared;
  }

  /**
   * Tells every tier of a change that has been committed, see {@link
   * io.plimsoll.core.cache.Tier#foretell}; never fails.
   */
  public CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    return Objects.requireNonNull(tiers.get(CacheMode.TIERED)).foretell(incarnation, change);
  }

  public CompletionStage<Answer> read(ReadRequest request) {
    Optional<Reason> obstacle = obstacle(request);
    if (!request.cacheable() || obstacle.isPresent()) {
      return fetch(request, obstacle.map(Probe::new).orElseGet(Probe::new), 0, this::load);
    }
    Probe probe = new Probe();
    long started = shared.nanoTime.getAsLong();
    return tiers(request)
        .find(request.lookup(), probe)
        .thenCompose(found -> answer(request, probe, found, started, this::load));
  }

  /**
   * Reads what shows a write, to have it in every tier. It waits until each has been told of the
   * write by the change stream: an answer that one has kept since before then ends when it is, and
   * the others do not take it.
   */
  public CompletionStage<Answer> readBehind(ReadRequest request, Token write) {
    return shared
        .loader
        .follow(request, tiers(request), write.mark().commitEnd())
        .thenCompose(_ -> read(request.after(write)));
  }

  /** What the process's own cache has, at once; null when it has nothing or is not to be asked. */
  public @Nullable Answer near(ReadRequest request) {
    if (!request.cacheable() || obstacle(request).isPresent()) {
      return null;
    }
    Optional<Tiers.Found> found = tiers(request).near(request.lookup());
    return found.isEmpty() ? null : hit(request, found.get(), 0);
  }

  private Answer hit(ReadRequest request, Tiers.Found found, long cacheMicros) {
    if (shared.earlyRefresh.due(found.hit())) {
      renew(request);
    }
    return hit(found.tier(), found.hit(), found.hit().age(), cacheMicros);
  }

  /** How a request is loaded that is found nowhere. */
  @FunctionalInterface
  interface Load {
    CompletionStage<Flown> load(ReadRequest request, Probe probe);
  }

  private CompletionStage<Flown> load(ReadRequest request, Probe probe) {
    return shared.loader.load(request, tiers(request), probe);
  }

  /** Where a request's query is kept. */
  Tiers tiers(ReadRequest request) {
    return Objects.requireNonNull(tiers.get(shared.policy.mode(request.query())));
  }

  /** For several of one query. */
  Together together(ReadRequest first) {
    return new Together(shared.loader, tiers(first));
  }

  long nanoTime() {
    return shared.nanoTime.getAsLong();
  }

  /** Goes on from what the tiers said. */
  CompletionStage<Answer> answer(
      ReadRequest request, Probe probe, Optional<Tiers.Found> found, long started, Load load) {
    long cacheMicros = (shared.nanoTime.getAsLong() - started) / 1_000;
    if (found.isPresent()) {
      return CompletableFuture.completedStage(hit(request, found.get(), cacheMicros));
    }
    Optional<Stale> old = allowed(probe, request, request.query().staleWhileRevalidate(), started);
    if (old.isPresent()) {
      renew(request);
      return CompletableFuture.completedStage(
          stale(old.get(), Answer.Why.WHILE_REVALIDATE, probe, cacheMicros));
    }
    return fetchOrStale(request, probe, cacheMicros, started, load);
  }

  private CompletionStage<Answer> fetchOrStale(
      ReadRequest request, Probe probe, long cacheMicros, long started, Load load) {
    return fetch(request, probe, cacheMicros, load)
        .exceptionallyCompose(failure ->
            allowed(probe, request, request.query().staleIfError(), started)
                .filter(old -> isAway(failure))
                .map(old -> stale(old, Answer.Why.IF_ERROR, probe, cacheMicros))
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> CompletableFuture.failedStage(failure)));
  }

  /** As old as it is by now: a tier behind, or the origin, may have taken long to say nothing. */
  private Optional<Stale> allowed(
      Probe probe, ReadRequest request, Duration extra, long startedNanos) {
    if (extra.isZero()) {
      return Optional.empty();
    }
    return probe
        .stale()
        .map(s -> new Stale(s.entry(), s.age().plus(since(startedNanos))))
        .filter(s -> s.age().compareTo(request.lookup().bound().plus(extra)) <= 0);
  }

  private Duration since(long startedNanos) {
    return Duration.ofNanos(shared.nanoTime.getAsLong() - startedNanos);
  }

  private static boolean isAway(Throwable failure) {
    return cause(failure) instanceof OriginException origin && origin.kind().away();
  }

  /** Of the request that began the load: another one has another token, or none. */
  private static boolean isAboutToken(Throwable failure) {
    return cause(failure) instanceof OriginException origin && origin.kind().aboutToken();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Why no tier is to be asked for a query that could be cached. */
  Optional<Reason> obstacle(ReadRequest request) {
    return shared.policy.obstacle(request.query());
  }

  private CompletionStage<Answer> fetch(
      ReadRequest request, Probe probe, long cacheMicros, Load load) {
    SingleFlight<Flown> flights = probe.apart() ? shared.apart : shared.flights;
    long arrived = shared.nanoTime.getAsLong();
    return flights
        .load(
            request.lookup().key(),
            flown -> flown.suits(request, arrived, shared.nanoTime.getAsLong()),
            failure -> !isAboutToken(failure),
            () -> load.load(request, probe))
        .thenApply(landed -> answer(landed, probe, cacheMicros));
  }

  /**
   * In the background, with admissions of its own: those of a hit are for what is there. Not at all
   * while the origin has enough to do for those who wait.
   */
  private void renew(ReadRequest request) {
    if (!shared.loader.hasRoom()) {
      return;
    }
    shared.flights.loadUnlessRunning(
        request.lookup().key(),
        () ->
            tiers(request)
                .admissions(request.lookup())
                .thenCompose(probe -> shared.loader.fetch(request, tiers(request), probe))
                .whenComplete((flown, failure) -> {
                  if (failure != null) {
                    log.warn(
                        "code=renewal-failed query={} reason=\"{}\"",
                        request.query().name(),
                        failure.getMessage());
                  }
                }));
  }

  private Answer answer(SingleFlight.Landed<Flown> landed, Probe probe, long cacheMicros) {
    Duration age =
        landed.value().age().plusNanos(shared.nanoTime.getAsLong() - landed.value().startedNanos());
    return switch (landed.value()) {
      case Flown.Found found -> hit(found.tier(), found.hit(), age, cacheMicros);
      case Flown.Loaded loaded ->
          new Answer(
              loaded.read().content(),
              loaded.provenTo(),
              age,
              new Answer.Outcome.Fetched(
                  loaded.read().source(),
                  loaded.read().position(),
                  probe.reason(),
                  probe.bypassed(),
                  landed.shared(),
                  loaded.provenTo().isPresent(),
                  loaded.refused(),
                  loaded.captured()),
              new Answer.Timing(cacheMicros, landed.shared() ? 0 : loaded.read().sqlMicros()));
    };
  }

  private static Answer hit(String tier, Lookup.Hit hit, Duration age, long cacheMicros) {
    return new Answer(
        hit.entry().content(),
        Optional.of(hit.at().applied()),
        age,
        new Answer.Outcome.Hit(tier, hit.ttl(), hit.entry().captured()),
        new Answer.Timing(cacheMicros, 0));
  }

  private static Answer stale(Stale stale, Answer.Why why, Probe probe, long cacheMicros) {
    return new Answer(
        stale.entry().content(),
        Optional.empty(),
        stale.age(),
        new Answer.Outcome.Stale(why, probe.reason()),
        new Answer.Timing(cacheMicros, 0));
  }
}
