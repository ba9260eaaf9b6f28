package io.plimsoll.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.cache.redis.RedisDoor;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The played Redis and a real one, which get the same. The played one's clock is set to the real
 * one's before each step. A step during which a key ends has no one answer: {@link Straddled}.
 */
final class RedisPair {
  /** PTTL tells ms, and a script's commands may be one apart. */
  private static final long ROUNDING = 3_000;

  /** The sequence is given up. */
  static final class Straddled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Straddled() {
      super("a key ended during a step", null, false, false);
    }
  }

  private final RedisServer played;
  private final Map<String, Long> seen;
  private RealRedis real;
  private RedisCache cache;
  private RedisDoor door;
  private long slowestStep;

  RedisPair(RedisServer played, RealRedis real, Map<String, Long> seen) {
    this.played = played;
    this.real = real;
    this.seen = seen;
    this.cache = real.newCache();
    this.door = new RedisDoor(real.clock());
    real.flush();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private <T> T step(String what, Supplier<T> onReal, Supplier<T> onPlayed) {
    long before = follow();
    T wanted = onReal.get();
    T actual = onPlayed.get();
    long after = Math.max(real.micros(), real.clock().now().orElseThrow());
    slowestStep = Math.max(slowestStep, after - before);
    boolean ends =
        played.lives().values().stream()
            .anyMatch(end -> end >= before - ROUNDING && end <= after + ROUNDING);
    if (ends) {
      throw new Straddled();
    }
    assertThat(actual).as(what).isEqualTo(wanted);
    return wanted;
  }

  /** Sets the played one's clock. */
  private long follow() {
    long micros = real.micros();
    played.setClockBack(played.micros() - micros);
    return micros;
  }

  private void count(String kind) {
    seen.merge(kind, 1L, Long::sum);
  }

  Control open(Incarnation incarnation, Position position, Lsn applied, String shapes) {
    Control opened = get(cache.open(incarnation, position, applied, shapes));
    played.open(opened);
    control();
    return opened;
  }

  Optional<Control> control() {
    return step("control", () -> get(cache.control()), played::control);
  }

  String apply(Batch batch) {
    String said =
        step(
            "apply " + batch,
            () -> name(get(cache.apply(batch))),
            () -> {
              String answer = played.apply(batch);
              return answer.equals("mismatch") && !played.hasControl() ? "no-control" : answer;
            });
    count("apply " + said);
    control();
    return said;
  }

  private static String name(Batch.Outcome outcome) {
    return switch (outcome) {
      case Batch.Outcome.Applied applied -> "applied";
      case Batch.Outcome.Mismatch mismatch -> "mismatch";
      case Batch.Outcome.NoControl absent -> "no-control";
    };
  }

  String fill(Fill fill) {
    String said =
        step(
            "fill " + fill,
            () -> get(cache.fill(fill)).toString(),
            () -> played.fill(fill).toString());
    count(said);
    return said;
  }

  Lookup lookup(Query query) {
    Lookup[] found = new Lookup[1];
    String said =
        step(
            "lookup " + query,
            () -> {
              Lookup answer = get(cache.lookup(query));
              found[0] = answer;
              return name(answer);
            },
            () ->
                name(
                    get(
                        door.look(
                            query,
                            (entry, tags) ->
                                CompletableFuture.completedStage(played.read(entry, tags))))));
    count(said.split(" at ", 2)[0]);
    return found[0];
  }

  /** Without what time alone has made of it. */
  private static String name(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Hit hit ->
          "hit at "
              + hit.at()
              + " of "
              + new String(hit.entry().content().body(), StandardCharsets.UTF_8)
              + " "
              + hit.entry().captured()
              + " "
              + hit.entry().ttlMillis();
      case Lookup.Miss miss ->
          miss.reason() + (miss.stale().isPresent() ? " stale" : "") + " at " + miss.admission();
      case Lookup.Bypass bypass -> bypass.reason() + (bypass.stale().isPresent() ? " stale" : "");
    };
  }

  void lease(CacheKey key, Duration time) {
    boolean given =
        step(
            "lease " + key,
            () -> get(cache.lease(key, time)),
            () -> played.lease(key.value(), time.toNanos() / 1_000));
    count(given ? "leased" : "held");
  }

  void release(CacheKey key) {
    cache.release(key);
    get(cache.control()); // Behind it on the same connection: what comes next goes over another.
    played.release(key.value());
  }

  /** The played one chooses what goes. */
  void evict() {
    follow();
    Set<String> before = names();
    played.evict();
    before.removeAll(names());
    before.forEach(real::remove);
    before.forEach(key -> count("evicted " + key.charAt(0)));
  }

  void flush() {
    real.flush();
    played.flush();
    count("flushed");
  }

  RedisServer.Copy keep(OlderData data) {
    follow();
    data.keep();
    return played.copy();
  }

  void goBack(OlderData data, RedisServer.Copy copy) {
    RealRedis before = real;
    real = data.goBack();
    if (real != before) {
      cache = real.newCache();
      door = new RedisDoor(real.clock());
    }
    played.restore(copy);
    count("gone back");
    sameKeys();
  }

  /** Until the next key that ends soon has ended. */
  void untilSomethingEnds(Duration soon) {
    long now = follow();
    Optional<Long> next =
        played.lives().values().stream()
            .filter(end -> end < now + soon.toNanos() / 1_000)
            .min(Long::compare);
    if (next.isPresent()) {
      await("the end of a key").until(() -> real.micros() > next.get() + 2 * ROUNDING);
      count("ended");
      sameKeys();
    }
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(played.lives().keySet());
    if (played.hasControl()) {
      names.add(RedisDoor.CONTROL);
    }
    if (played.hasMarks()) {
      names.add(RedisDoor.STRIPES);
    }
    return names;
  }

  /** The same keys, for the same time. */
  void sameKeys() {
    step("keys", real::keys, this::names);
    played.lives().forEach(this::sameEnd);
  }

  private void sameEnd(String key, long end) {
    long from = real.micros();
    long left = real.left(key) * 1_000;
    long to = real.micros();
    if (left < 0 && end < to + ROUNDING) {
      throw new Straddled();
    }
    assertThat(left).as("time of %s", key).isPositive();
    assertThat(end)
        .as("end of %s", key)
        .isBetween(from + left - slowestStep - ROUNDING, to + left + ROUNDING);
  }
}
