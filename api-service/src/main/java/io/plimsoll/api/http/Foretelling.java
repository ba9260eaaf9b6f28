package io.plimsoll.api.http;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.write.Outcome;
import io.plimsoll.api.write.WrittenTags;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Token;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ends what a write has changed in the caches before its answer is sent, without waiting for the
 * change stream, which confirms it. For one event loop.
 *
 * @param planned how a query stands, as known at the moment
 */
record Foretelling(
    Catalog catalog, Function<QueryDef, Planned> planned, TagHash hash, ReadThrough caches) {

  /**
   * Completes when the caches have been told, or cannot be; never exceptionally.
   *
   * @param values canonical text of the write's parameters
   */
  CompletionStage<?> of(WriteDef write, Outcome.Done done, Map<String, List<String>> values) {
    // Without a position (synchronous_commit off) copies between caches could not be compared with
    // it; an answer to a retry is of a write that the stream has long brought, or will.
    if (done.replayed()
        || done.token().filter(t -> !t.mark().commitEnd().equals(Lsn.MAX)).isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    Token token = done.token().get();
    List<String> tags =
        WrittenTags.of(write, done.row(), values, shapes()).stream().map(hash::of).toList();
    return caches.foretell(token.incarnation(), new Batch.Change(token.mark(), tags));
  }

  private Set<TagShape> shapes() {
    return catalog.queries().stream()
        .flatMap(query -> planned.apply(query).standing().plan().shapes().stream())
        .collect(Collectors.toSet());
  }
}
