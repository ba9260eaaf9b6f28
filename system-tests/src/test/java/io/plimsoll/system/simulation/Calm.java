package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    Map<String, Lookup.Reason> dead = new TreeMap<>();
    for (Instance instance : world.instances()) {
      for (Questions.Question question : world.questions().all()) {
        dead.put(where(instance, question), Lookup.Reason.UNAVAILABLE);
      }
    }
    // A heartbeat that was overtaken by the next one makes all wait for the one after.
    for (int round = 0; round < 3; round++) {
      look(dead);
      world.time().runTo(world.time().now() + ROUND);
    }
    if (world.clockWasSetBack()) {
      return; // Hits may be missing until it has caught up; no promise is broken.
    }
    dead.forEach((where, reason) ->
        world.violated(
            "not-cached",
            "not-cached: %s is still in no cache: %s".formatted(where, reason.label())));
  }

  private void look(Map<String, Lookup.Reason> dead) {
    for (Instance instance : world.instances()) {
      for (Questions.Question question : world.questions().all()) {
        String where = where(instance, question);
        for (Tier cache : instance.caches()) {
          var _ = cache.lookup(patient(question)).thenAccept(l -> check(question, where, l, dead));
        }
      }
    }
  }

  private static String where(Instance instance, Questions.Question question) {
    return instance.actor().name() + " " + question.request().lookup().key();
  }

  /** Whatever is there, however old. */
  private static Query patient(Questions.Question question) {
    Query query = question.request().lookup();
    return new Query(query.key(), query.tags(), Duration.ofHours(1));
  }

  private void check(
      Questions.Question question, String where, Lookup lookup, Map<String, Lookup.Reason> dead) {
    switch (lookup) {
      case Lookup.Hit hit -> {
        world.counts().add("calm.hit");
        dead.remove(where);
        String body = new String(hit.entry().content().body(), StandardCharsets.ISO_8859_1);
        if (!body.equals(now(question))) {
          world.violated(
              "stays-stale",
              "stays-stale: %s is cached as %s for good, the database has %s"
                  .formatted(where, body, now(question)));
        }
      }
      case Lookup.Miss miss -> unused(where, miss.reason(), dead);
      case Lookup.Bypass bypass -> unused(where, bypass.reason(), dead);
    }
  }

  private void unused(String where, Lookup.Reason reason, Map<String, Lookup.Reason> dead) {
    if (reason == Lookup.Reason.UNAVAILABLE
        || (reason == Lookup.Reason.MISS && world.plan().ttl().toMillis() <= 1_000)) {
      dead.remove(where); // A message was lost; an entry has expired.
    } else {
      dead.replace(where, reason);
    }
  }

  private String now(Questions.Question question) {
    return Arrays.stream(question.versions(world.truth()::currentOf))
        .mapToObj(Long::toString)
        .collect(Collectors.joining(","));
  }
}
