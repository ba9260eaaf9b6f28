package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ReferenceCache;
import io.plimsoll.core.cache.contract.Says;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The reference, Redis, and the cache in the process unless the sequence loses keys, which that one
 * cannot. Every step goes to all; the reference's answer is returned.
 */
final class Trio {
  private final ReferenceCache reference;
  private final Lossy lossy;
  private final Side model;
  private final Side redis;
  private final Optional<Side> memory;
  private final Transcript transcript;

  Trio(ReferenceCache reference, Lossy lossy, Optional<MemoryCache> memory, Transcript said) {
    this.reference = reference;
    this.lossy = lossy;
    this.model = Side.of(reference);
    this.redis = Side.of(lossy.cache());
    this.memory = memory.map(Side::of);
    this.transcript = said;
  }

  /** Waits: the epoch is needed for what follows. */
  void open(String name, Incarnation incarnation, Position at, Lsn applied, String shapes) {
    sides()
        .forEach(
            side -> side.opened(name, get(side.cache().open(incarnation, at, applied, shapes))));
    control(() -> "open " + name + " incarnation \"" + incarnation.value() + "\" shapes " + shapes);
  }

  private List<Side> sides() {
    return memory.map(side -> List.of(model, redis, side)).orElse(List.of(model, redis));
  }

  void control(Supplier<String> step) {
    String wanted = model.say(get(reference.control()));
    transcript.add(step, wanted, redis.cache().control().thenApply(redis::say));
    memory.ifPresent(m ->
        transcript.add(
            () -> step.get() + " (memory)", wanted, done(m.say(get(m.cache().control())))));
  }

  Batch.Outcome apply(Batch batch) {
    Batch.Outcome outcome = get(reference.apply(model.own(batch)));
    Supplier<String> step =
        () -> batch.changes().size() > 3 ? "apply of " + batch.changes().size() : "" + batch;
    String wanted = model.say(outcome);
    transcript.add(step, wanted, redis.cache().apply(redis.own(batch)).thenApply(redis::say));
    memory.ifPresent(m ->
        transcript.add(
            () -> step.get() + " (memory)",
            wanted,
            done(m.say(get(m.cache().apply(m.own(batch)))))));
    if (outcome instanceof Batch.Outcome.Mismatch) {
      transcript
          .check(); // Redis is asked for its state after the answer: nothing may come between.
    }
    return outcome;
  }

  void foretell(Incarnation incarnation, Batch.Change change) {
    String wanted = told(get(reference.foretell(incarnation, change)));
    Supplier<String> step = () -> "foretell " + change + " of " + incarnation.value();
    transcript.add(step, wanted, redis.cache().foretell(incarnation, change).thenApply(Trio::told));
    memory.ifPresent(m ->
        transcript.add(
            () -> step.get() + " (memory)",
            wanted,
            done(told(get(m.cache().foretell(incarnation, change))))));
  }

  private static String told(boolean taken) {
    return taken ? "foretold" : "not foretold";
  }

  Fill.Outcome fill(Fill fill) {
    Fill.Outcome outcome = get(reference.fill(model.own(fill)));
    Supplier<String> step =
        () ->
            "fill %s of %s %s by %s"
                .formatted(fill.query().key(), fill.captured(), fill.proof(), fill.admission());
    String wanted = Says.of(outcome);
    transcript.add(step, wanted, redis.cache().fill(redis.own(fill)).thenApply(Says::of));
    memory.ifPresent(m ->
        transcript.add(
            () -> step.get() + " (memory)",
            wanted,
            done(Says.of(get(m.cache().fill(m.own(fill)))))));
    return outcome;
  }

  Lookup lookup(Query query) {
    Lookup found = get(reference.lookup(query));
    Supplier<String> step = () -> "lookup " + query;
    String wanted = model.say(found);
    transcript.add(step, wanted, redis.cache().lookup(query).thenApply(redis::say));
    memory.ifPresent(m ->
        transcript.add(
            () -> step.get() + " (memory)",
            forgetful(wanted),
            done(forgetful(m.say(get(m.cache().lookup(query)))))));
    if (reference.hasCaptured(query.key())) {
      transcript.check(); // Redis may be asked twice: nothing may come between.
    }
    return found;
  }

  /** Memory forgets the entries of an earlier epoch at once; Redis finds and refuses them. */
  private static String forgetful(String said) {
    return said.replace("miss epoch", "miss miss");
  }

  Admission named(Admission admission) {
    return model.named(admission);
  }

  void lease(CacheKey key) {
    Duration time = Duration.ofHours(1);
    String wanted = get(reference.lease(key, time)) ? "leased" : "held";
    transcript.add(
        () -> "lease " + key,
        wanted,
        redis.cache().lease(key, time).thenApply(given -> given ? "leased" : "held"));
  }

  void release(CacheKey key) {
    reference.release(key);
    redis.cache().release(key);
  }

  /**
   * Redis evicts, is flushed, or comes back with a part of its keys.
   *
   * @param which a number that chooses what is lost
   */
  void lose(int which, CacheKey key) {
    if (memory.isEmpty()) {
      transcript.add(() -> "lose " + which + " " + key, "lost", lossy.lose(reference, which, key));
    }
  }

  /** A tag that went before its entry would make a miss of a good answer. */
  void outlive() {
    for (int key = 0; key < World.KEYS; key++) {
      Query query = World.query(key);
      if (get(reference.lookup(query)) instanceof Lookup.Hit hit) {
        get(redis.cache().lookup(query)); // The same lookups on both sides.
        List<String> tags = new ArrayList<>(query.tags());
        tags.addAll(hit.entry().captured());
        transcript.add(
            () -> "time of " + query.key(), "tags last", lossy.tagsLast(query.key(), tags));
      }
    }
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static CompletionStage<String> done(String said) {
    return CompletableFuture.completedStage(said);
  }
}
