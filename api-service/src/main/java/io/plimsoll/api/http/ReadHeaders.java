package io.plimsoll.api.http;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.catalog.QueryDef;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * What a read of one query says of its answer besides the body, alike for GET, HEAD and a 304.
 * Thread-safe.
 */
final class ReadHeaders {
  private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");
  private static final CharSequence FRESHNESS = HttpHeaders.createOptimized("Plimsoll-Freshness");
  private static final CharSequence GROUPS = HttpHeaders.createOptimized("Cache-Groups");
  private static final CharSequence TIMING = HttpHeaders.createOptimized("Server-Timing");
  private static final CharSequence ASKS_TIMING = HttpHeaders.createOptimized(ServerTiming.REQUEST);

  /** A cache on the way must not give an answer without a token to a request with one. */
  private static final CharSequence VARY_BY =
      HttpHeaders.createOptimized(
          "Accept, Accept-Encoding, Plimsoll-After, " + ServerTiming.REQUEST);

  private final CacheControl cacheControl;
  private final Optional<CacheGroups> groups;

  /** Of one query; without groups where they are not to be told. */
  ReadHeaders(QueryDef query, Optional<CacheGroups> groups) {
    this.cacheControl = new CacheControl(query);
    this.groups = groups;
  }

  void put(RoutingContext ctx, ReadRequest request, Answer answer, long startedNanos) {
    put(ctx.request().headers(), Head.of(ctx.response()), request, answer, startedNanos);
  }

  /**
   * Likewise.
   *
   * @param asked the request's
   */
  void put(MultiMap asked, Head head, ReadRequest request, Answer answer, long startedNanos) {
    head.put(CACHE_STATUS, FreshnessHeaders.cacheStatus(answer));
    head.put(FRESHNESS, FreshnessHeaders.freshness(answer));
    head.put(HttpHeaders.AGE, Long.toString(answer.age().toSeconds()));
    head.put(
        HttpHeaders.CACHE_CONTROL,
        cacheControl.of(answer, asked.contains(HttpHeaders.AUTHORIZATION)));
    head.put(HttpHeaders.VARY, VARY_BY);
    if (groups.isPresent() && answer.asOf().isPresent()) {
      groups
          .get()
          .of(request.lookup().tags(), captured(answer))
          .ifPresent(text -> head.put(GROUPS, text));
    }
    if ("1".equals(asked.get(ASKS_TIMING))) {
      head.put(TIMING, ServerTiming.of(answer.timing(), System.nanoTime() - startedNanos));
    }
  }

  private static List<String> captured(Answer answer) {
    return switch (answer.outcome()) {
      case Answer.Outcome.Hit hit -> hit.captured();
      case Answer.Outcome.Fetched fetched -> fetched.captured();
      case Answer.Outcome.Stale stale -> List.of();
    };
  }
}
