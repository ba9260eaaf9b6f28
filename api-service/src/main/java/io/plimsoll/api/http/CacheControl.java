package io.plimsoll.api.http;

import io.plimsoll.api.read.Answer;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.catalog.QueryDef;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * {@code Cache-Control} (RFC 9111) of one query's answers: a cache on the way may give an answer as
 * long as this service may itself, in whole seconds rounded down, and not one moment more. What has
 * no proof may be kept to be asked about, and what can have none is not kept. Immutable.
 */
final class CacheControl {
  /** Longer lifetimes are rare, and their texts are made when they are needed. */
  private static final int PREPARED_SECONDS = 600;

  private static final Texts PUBLIC = new Texts("public, ", "no-cache");
  private static final Texts PRIVATE = new Texts("private, ", "private, no-cache");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private final QueryDef query;

  /** Texts for those who may share an answer, or who may not. */
  private record Texts(String scope, CharSequence noCache, List<CharSequence> prepared) {
    Texts(String scope, String noCache) {
      this(
          scope,
          HttpHeaders.createOptimized(noCache),
          LongStream.range(0, PREPARED_SECONDS)
              .<CharSequence>mapToObj(s -> HttpHeaders.createOptimized(text(scope, s)))
              .toList());
    }

    CharSequence of(long seconds) {
      return seconds <= 0
          ? noCache
          : seconds < PREPARED_SECONDS ? prepared.get((int) seconds) : text(scope, seconds);
    }

    /** Without must-revalidate a cache that cannot reach this service might go on giving it. */
    private static String text(String scope, long seconds) {
      return scope + "max-age=" + seconds + ", must-revalidate";
    }
  }

  CacheControl(QueryDef query) {
    this.query = query;
  }

  /**
   * The header's value.
   *
   * @param authorised whether only those may see it whom this service has let in
   */
  CharSequence of(Answer answer, boolean authorised) {
    if (answer.outcome() instanceof Answer.Outcome.Fetched fetched
        && fetched.reason() == Reason.UNCACHEABLE) {
      return NO_STORE;
    }
    return (authorised ? PRIVATE : PUBLIC).of(remaining(answer).toSeconds());
  }

  /** How much longer the answer is within the query's bound and TTL; zero without proof. */
  Duration remaining(Answer answer) {
    if (answer.asOf().isEmpty()) {
      return Duration.ZERO;
    }
    Duration bound = query.maxStaleness().minus(answer.age());
    Duration ttl =
        answer.outcome() instanceof Answer.Outcome.Hit hit
            ? hit.ttl()
            : query.ttl().minus(answer.age());
    Duration least = bound.compareTo(ttl) < 0 ? bound : ttl;
    return least.isNegative() ? Duration.ZERO : least;
  }
}
