package io.plimsoll.api.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.Answer;
import io.plimsoll.core.auth.ApiKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.catalog.OwnQuery;
import io.plimsoll.core.catalog.QueryDef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Judges the {@code Authorization} header of requests. A key is looked up by its hash through the
 * same read-through as any answer: so what is cached of it is proven fresh, its revocation comes
 * with the change stream, and where freshness cannot be proven Postgres is asked. The text of a key
 * is nowhere but in the request. Thread-safe.
 *
 * <p>Time tells nothing of keys: what is compared byte by byte on the way, by an index or a map, is
 * a hash, and knowing how a hash begins does not help to find what it is of.
 */
public final class KeyAuth {
  /** A catalog's names begin with a letter. */
  private static final String NAME = "_api-key";

  private static final String SCHEME = "bearer ";

  /** Short: a worker from before there were keys does not tell of their changes. */
  private static final Duration TTL = Duration.ofMinutes(1);

  private final QueryDef query;
  private final InstantSource clock;
  private final MeterRegistry registry;

  /** By source: looking a meter up would cost more than counting. */
  private final Map<String, Counter> known = new ConcurrentHashMap<>();

  /**
   * By identity: an answer that the cache of the process gives again and again is read once, and
   * what comes from elsewhere is read anew.
   */
  private final LoadingCache<byte[], StoredKey> read =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(StoredKey::parse);

  /**
   * Takes its parts.
   *
   * @param maxStaleness how long at most a key holds that was revoked
   */
  public KeyAuth(Duration maxStaleness, InstantSource clock, MeterRegistry registry) {
    this.query = OwnQuery.one(NAME, StoredKey.SQL, List.of("hash"), TTL, maxStaleness);
    this.clock = clock;
    this.registry = registry;
  }

  /** By which keys are read; its parameter is {@code hash}. */
  public QueryDef query() {
    return query;
  }

  /**
   * Judges a request.
   *
   * @param credentials the values of {@code Authorization}
   * @param rows answers {@link #query} for a hash
   * @return fails as {@code rows} does
   */
  public CompletionStage<Verdict> judge(
      List<String> credentials, Function<String, CompletionStage<Answer>> rows) {
    if (credentials.isEmpty()) {
      return CompletableFuture.completedStage(counted(new Verdict.Missing(), "none"));
    }
    String given = credentials.getFirst();
    if (credentials.size() > 1 || given.equalsIgnoreCase(SCHEME.strip())) {
      return CompletableFuture.completedStage(counted(new Verdict.Malformed(), "none"));
    }
    if (!given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return CompletableFuture.completedStage(counted(new Verdict.Missing(), "none"));
    }
    Optional<ApiKey> key = ApiKey.parse(given.substring(SCHEME.length()).strip());
    if (key.isEmpty()) {
      return CompletableFuture.completedStage(
          counted(new Verdict.Refused(Verdict.Why.UNKNOWN), "none"));
    }
    String hash = key.get().hash();
    return rows.apply(hash)
        .thenApply(answer -> counted(verdict(answer.content(), hash), source(answer)));
  }

  private Verdict verdict(Content content, String hash) {
    if (!content.found()) {
      return new Verdict.Refused(Verdict.Why.UNKNOWN);
    }
    StoredKey stored = read.get(content.body());
    return stored.isOf(hash)
        ? stored.at(clock.instant())
        : new Verdict.Refused(Verdict.Why.UNKNOWN);
  }

  private static String source(Answer answer) {
    return switch (answer.outcome()) {
      case Answer.Outcome.Hit hit -> hit.tier();
      case Answer.Outcome.Stale stale -> "stale";
      case Answer.Outcome.Fetched fetched -> fetched.source();
    };
  }

  private Verdict counted(Verdict verdict, String source) {
    switch (verdict) {
      case Verdict.Known who ->
          known.computeIfAbsent(source, from -> counter("known", from)).increment();
      case Verdict.Missing missing -> counter("missing", source).increment();
      case Verdict.Malformed malformed -> counter("malformed", source).increment();
      case Verdict.Refused refused ->
          counter(refused.why().name().toLowerCase(Locale.ROOT), source).increment();
    }
    return verdict;
  }

  private Counter counter(String outcome, String source) {
    return registry.counter("plimsoll.auth.checks", "outcome", outcome, "source", source);
  }
}
