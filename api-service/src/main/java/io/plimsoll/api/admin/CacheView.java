package io.plimsoll.api.admin;

import io.plimsoll.api.http.PathRequests;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Kept;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStatsRecorder;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Tells what the cache has done, what it holds, and why an answer is or is not served. */
final class CacheView {
  private final Supplier<Map<String, QueryStatsRecorder.Totals>> totals;
  private final Tags tags;
  private final List<ViewedTier> tiers;

  CacheView(
      Supplier<Map<String, QueryStatsRecorder.Totals>> totals, Tags tags, List<ViewedTier> tiers) {
    this.totals = totals;
    this.tags = tags;
    this.tiers = List.copyOf(tiers);
  }

  /**
   * Requests by query since the start of this process, and entries and bytes by tier; those of
   * Redis with {@code scan=true} only.
   */
  Reply stats(AdminCall call) {
    boolean thorough = call.parameter("scan").map("true"::equals).orElse(false);
    JsonObject queries = new JsonObject();
    totals.get().forEach((query, t) -> queries.put(query, counts(t)));
    JsonObject held = new JsonObject();
    for (ViewedTier tier : tiers) {
      held.put(
          tier.name(),
          orAway(() -> join(tier.usage(thorough)).put("partitions", partitions(tier))));
    }
    return Reply.json(new JsonObject().put("queries", queries).put("tiers", held).encode());
  }

  private static JsonObject counts(QueryStatsRecorder.Totals totals) {
    return new JsonObject()
        .put("hits", numbers(totals.outcomes().getOrDefault(Outcome.HIT, Map.of())))
        .put("misses", numbers(totals.outcomes().getOrDefault(Outcome.MISS, Map.of())))
        .put("bypasses", numbers(totals.outcomes().getOrDefault(Outcome.BYPASS, Map.of())))
        .put("errors", numbers(totals.outcomes().getOrDefault(Outcome.ERROR, Map.of())))
        .put("fills", numbers(totals.fills()));
  }

  private static JsonObject numbers(Map<String, Long> counts) {
    JsonObject numbers = new JsonObject();
    counts.forEach(numbers::put);
    return numbers;
  }

  private static JsonArray partitions(ViewedTier tier) {
    JsonArray partitions = new JsonArray();
    tier.controls().forEach(stage -> partitions.add(state(join(stage))));
    return partitions;
  }

  private static JsonObject state(Optional<Control> control) {
    return control
        .map(c ->
            new JsonObject()
                .put("epoch", c.epoch())
                .put("applied", c.applied().toString())
                .put("offset", c.position().offset())
                .put("watermark", time(c.watermark().startedMicros())))
        .orElseGet(JsonObject::new);
  }

  /** What became of the answer of {@code path} in each tier; of {@code tenant}'s, if it has one. */
  Reply key(AdminCall call) {
    String path =
        call.parameter("path")
            .orElseThrow(() -> AdminProblem.invalid("path: is required, such as /articles/7"));
    PathRequests.Asked.Found found = tags.found(path, call.parameter("tenant"));
    ReadRequest request = found.request();
    JsonArray names = new JsonArray();
    for (int i = 0; i < found.tags().size(); i++) {
      Tag tag = found.tags().get(i);
      names.add(
          new JsonObject().put("tag", tag.toString()).put("name", request.lookup().tags().get(i)));
    }
    JsonObject held = new JsonObject();
    tiers.forEach(tier -> held.put(tier.name(), orAway(() -> look(tier, request))));
    return Reply.json(
        new JsonObject()
            .put("query", request.query().name())
            .put("key", request.lookup().key().value())
            .put("cacheable", request.cacheable())
            .put("tags", names)
            .put("tiers", held)
            .encode());
  }

  private static JsonObject look(ViewedTier tier, ReadRequest request) {
    JsonObject told =
        switch (join(tier.lookup(request.lookup()))) {
          case Lookup.Hit hit ->
              new JsonObject()
                  .put("served", request.cacheable())
                  .put("age-ms", hit.age().toMillis())
                  .put("ttl-ms", hit.ttl().toMillis())
                  .put("as-of", hit.at().applied().toString());
          case Lookup.Miss miss -> not(miss.reason());
          case Lookup.Bypass bypass -> not(bypass.reason());
        };
    join(tier.peek(request.lookup().key())).ifPresent(kept -> told.put("entry", entry(kept)));
    return told;
  }

  private static JsonObject not(Lookup.Reason reason) {
    return new JsonObject().put("served", false).put("reason", reason.label());
  }

  private static JsonObject entry(Kept kept) {
    return new JsonObject()
        .put("stored", time(kept.entry().storedMicros()))
        .put("proven", time(kept.entry().provenMicros()))
        .put("stored-ttl-ms", kept.entry().ttlMillis())
        .put("stamp", kept.stamp())
        .put("epoch", kept.epoch())
        .put("captured", new JsonArray(kept.entry().captured()))
        .put("found", kept.entry().content().found())
        .put("etag", kept.entry().content().etag())
        .put("bytes", kept.entry().content().body().length);
  }

  /** By the heartbeats' clock. */
  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  private static JsonObject orAway(Supplier<JsonObject> look) {
    try {
      return look.get();
    } catch (CompletionException e) {
      return new JsonObject()
          .put("away", String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
