package io.plimsoll.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.AppliedPosition;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.write.Outcome;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.Token;
import io.vertx.core.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the answers that the catalog wants in the caches behind a write. Not before the change
 * stream has brought it to each: what is stored earlier ends when it does. For one event loop.
 *
 * @param position of the process's cache; the shared one is asked for its own
 */
record WriteThrough(
    Context context,
    Catalog catalog,
    ReadRequests requests,
    ReadThrough reads,
    AppliedPosition position,
    MeterRegistry registry) {
  private static final Logger log = LoggerFactory.getLogger(WriteThrough.class);

  /** Begins it; nobody waits for its end. */
  void behind(WriteDef write, Outcome.Done done, RequestValues values) {
    if (write.writeThrough().isEmpty() || done.replayed() || done.token().isEmpty()) {
      return;
    }
    Token token = done.token().get();
    var _ =
        position
            .reached(token)
            .thenAccept(reached ->
                context.runOnContext(v -> {
                  for (String name : write.writeThrough()) {
                    load(write, catalog.query(name), done, values, token);
                  }
                }));
  }

  private void load(
      WriteDef write, QueryDef query, Outcome.Done done, RequestValues values, Token token) {
    ReadRequest request;
    try {
      RequestValues of = values.forQuery(query, done.row());
      request = requests.of(query, of, requests.planned(query));
    } catch (ProblemException e) {
      log.warn(
          "code=write-through-unknown write={} query={} neither the parameters of the write nor its"
              + " row have what the query asks for: {}",
          write.name(),
          query.name(),
          e.getMessage());
      count(query, "unknown");
      return;
    }
    var _ =
        reads
            .readBehind(request, token)
            .whenComplete((answer, failure) -> {
              if (failure != null) {
                log.debug("code=write-through-failed query={}", query.name(), failure);
              }
              count(query, failure == null ? "loaded" : "failed");
            });
  }

  private void count(QueryDef query, String outcome) {
    registry
        .counter("plimsoll.write.through", "query", query.name(), "outcome", outcome)
        .increment();
  }
}
