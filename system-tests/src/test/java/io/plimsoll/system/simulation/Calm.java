package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** After the last fault: everything cached is what the database has, and is used again. */
final class Calm {
  private static final long ROUND = 400_000;

  private final World world;

  Calm(World world) {
    this.world = world;
  }

  void check() {
    for (int round = 0; round < 3; round++) {
      for (Instance instance : world.instances()) {
        for (Questions.Question question : world.questions().all()) {
          instance.read(question, Optional.empty());
        }
      }
      world.time().runTo(world.time().now() + ROUND);
    }
    for (Instance instance : world.instances()) {
      for (Questions.Question question : world.questions().all()) {
        instance.caches().forEach(cache -> check(question, cache.lookup(patient(question))
            .toCompletableFuture()));
      }
    }
    world.time().runTo(world.time().now() + ROUND);
  }

  /** Whatever is there, however old. */
  private static Query patient(Questions.Question question) {
    Query query = question.request().lookup();
    return new Query(query.key(), query.tags(), Duration.ofHours(1));
  }

  private void check(
      Questions.Question question, java.util.concurrent.CompletableFuture<Lookup> found) {
    var _ =
        found.thenAccept(lookup -> {
          String key = question.request().lookup().key().value();
          switch (lookup) {
            case Lookup.Hit hit -> {
              world.counts().add("calm.hit");
              String body =
                  new String(hit.entry().content().body(), StandardCharsets.ISO_8859_1);
              if (!body.equals(now(question))) {
                world.violated(
                    "stays-stale",
                    "stays-stale: %s is cached as %s for good, the database has %s"
                        .formatted(key, body, now(question)));
              }
            }
            case Lookup.Miss miss -> dead(key, miss.reason());
            case Lookup.Bypass bypass -> dead(key, bypass.reason());
          }
        });
  }

  private void dead(String key, Lookup.Reason reason) {
    if (reason == Lookup.Reason.UNAVAILABLE
        || (reason == Lookup.Reason.MISS && world.plan().ttl().toMillis() < 1_000)) {
      return; // A message was lost; an entry has expired.
    }
    world.violated(
        "not-cached",
        "not-cached: %s is still not cached in the calm: %s".formatted(key, reason.label()));
  }

  private String now(Questions.Question question) {
    long[] current = world.truth().current();
    return Arrays.stream(question.rows())
        .mapToObj(row -> Long.toString(current[row]))
        .collect(Collectors.joining(","));
  }
}
