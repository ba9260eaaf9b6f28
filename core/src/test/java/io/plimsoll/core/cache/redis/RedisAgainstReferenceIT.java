package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ReferenceCache;
import io.plimsoll.core.cache.TimeSource;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Lua scripts on a real Redis say what plain Java with {@code Stamp.sees} says. */
final class RedisAgainstReferenceIT {
  private static final int SEQUENCES = 300;
  private static final int STEPS = 60;
  private static final List<String> TAGS = List.of("a*", "a!", "b*", "b!", "#k1", "#k2");
  private static final String SHAPES = "00000000000000aa";

  private static final TestRedis redis = new TestRedis();

  @BeforeAll
  static void start() {
    redis.start();
  }

  @AfterAll
  static void stop() {
    redis.stop();
  }

  @Test
  void everyOutcome_onRandomSequences_isTheReferences() {
    long seed = System.nanoTime();
    Map<String, Integer> seen = new TreeMap<>();
    try (RedisConnection connection = redis.connect()) {
      for (int i = 0; i < SEQUENCES; i++) {
        Random random = new Random(seed + i);
        new Pair(new RedisCache(connection, "s" + i), random, seen).run(seed + i);
      }
    }
    assertThat(seen.keySet())
        .as("a run that misses an outcome proves nothing about it; seed %d", seed)
        .contains(
            "stored",
            "refused mark",
            "refused floor",
            "refused epoch",
            "refused incarnation",
            "refused tag-shapes",
            "refused no-control",
            "Hit",
            "miss miss",
            "miss invalidated",
            "miss epoch",
            "bypass no-control",
            "bypass stale-watermark",
            "Applied",
            "Mismatch",
            "NoControl");
  }

  @Test
  void stripe_overCapacity_foldsAsTheReferenceDoes() {
    long seed = System.nanoTime();
    Map<String, Integer> seen = new TreeMap<>();
    try (RedisConnection connection = redis.connect()) {
      Pair pair = new Pair(new RedisCache(connection, "fold"), new Random(seed), seen);
      pair.reach = 600;
      pair.open("i1", SHAPES);
      pair.settle();
      for (int i = 0; i < 700; i++) {
        pair.applyOne("seed " + seed + " step " + i);
        pair.fill("seed " + seed + " step " + i);
      }
    }
    assertThat(seen.keySet()).contains("stored", "refused mark");
  }

  /** Drives the two caches through the same steps and compares what they say. */
  private static final class Pair {
    private final Cache real;
    private final Cache reference = new ReferenceCache();
    private final Random random;
    private final Map<String, Integer> seen;
    private Admission realAdmission = new Admission("none", new Incarnation("i1"), Lsn.NONE, 0);
    private Admission referenceAdmission = realAdmission;
    private Position position = new Position("topic", 0);
    private long nextXid = 1000;
    private int reach = 7;

    Pair(Cache real, Random random, Map<String, Integer> seen) {
      this.real = real;
      this.random = random;
      this.seen = seen;
    }

    void run(long seed) {
      for (int step = 0; step < STEPS; step++) {
        String where = "seed " + seed + " step " + step;
        switch (random.nextInt(20)) {
          case 0 -> {
            if (step > 5) {
              open(
                  random.nextInt(8) == 0 ? "" : "i1",
                  random.nextInt(8) == 0 ? "00000000000000bb" : SHAPES);
            }
          }
          case 1 -> settle();
          case 2, 3, 4, 5 -> applyOne(where);
          case 6 -> applyElsewhere(where);
          case 7, 8, 9, 10, 11, 12, 13 -> fill(where);
          default -> lookup(where);
        }
      }
    }

    void open(String incarnationToken, String shapes) {
      Incarnation incarnation = new Incarnation(incarnationToken);
      Lsn applied = random.nextInt(4) == 0 ? Lsn.NONE : new Lsn(nextXid);
      get(real.open(incarnation, position, applied, shapes));
      get(reference.open(incarnation, position, applied, shapes));
      compareControl("open");
    }

    /** Two heartbeats: a watermark that a reader has not seen to move has no age. */
    void settle() {
      heartbeat();
      lookup("settle");
      heartbeat();
    }

    private void heartbeat() {
      Mark heartbeat = new Mark(new Xid(nextXid - 8), new Lsn(nextXid));
      apply(
          "settle",
          position,
          List.of(),
          Optional.of(
              new Watermark(
                  get(((TimeSource) real).timeMicros()), heartbeat.commitEnd(), heartbeat.xid())),
          Optional.of(heartbeat));
    }

    void applyOne(String where) {
      List<Batch.Change> changes =
          IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> change()).toList();
      apply(where, position, changes, Optional.empty(), Optional.empty());
    }

    private Batch.Change change() {
      nextXid++;
      Xid xid = new Xid(nextXid - random.nextInt(6));
      return new Batch.Change(new Mark(xid, new Lsn(nextXid)), someTags());
    }

    private void applyElsewhere(String where) {
      apply(
          where,
          new Position(position.topicId(), position.offset() + 1),
          List.of(change()),
          Optional.empty(),
          Optional.empty());
    }

    private void apply(
        String where,
        Position expected,
        List<Batch.Change> changes,
        Optional<Watermark> watermark,
        Optional<Mark> floor) {
      Position next = new Position(expected.topicId(), expected.offset() + 1);
      Function<Cache, Batch.Outcome> apply =
          to ->
              get(
                  to.apply(
                      new Batch(
                          epoch(to), expected, next, new Lsn(nextXid), changes, watermark, floor)));
      Batch.Outcome actual = apply.apply(real);
      compare(where, name(actual), name(apply.apply(reference)));
      compareControl(where);
      if (actual instanceof Batch.Outcome.Applied) {
        position = next;
      }
    }

    void fill(String where) {
      Stamp stamp = Stamps.random(random, nextXid, reach);
      Query query = query();
      byte[] body = ("body " + nextXid).getBytes(StandardCharsets.UTF_8);
      Incarnation read = new Incarnation(random.nextInt(10) == 0 ? "i2" : "i1");
      lookup(where);
      Proof proof = new Proof(stamp, read, SHAPES);
      Content content = new Content(true, "e", body);
      Fill.Outcome actual = get(real.fill(fill(query, realAdmission, proof, content)));
      Fill.Outcome wanted = get(reference.fill(fill(query, referenceAdmission, proof, content)));
      compare(where + " " + stamp, name(actual), name(wanted));
    }

    private static Fill fill(Query query, Admission admission, Proof proof, Content content) {
      return new Fill(query, admission, proof, content, Duration.ofHours(1), Duration.ofMillis(3));
    }

    private void lookup(String where) {
      Query query = query();
      Lookup actual = get(real.lookup(query));
      Lookup wanted = get(reference.lookup(query));
      compare(where, name(actual), name(wanted));
      if (actual instanceof Lookup.Hit a && wanted instanceof Lookup.Hit w) {
        assertThat(a.entry().content().body()).as(where).isEqualTo(w.entry().content().body());
      }
      if (actual instanceof Lookup.Miss a
          && wanted instanceof Lookup.Miss w
          && random.nextInt(4) != 0) {
        realAdmission = a.admission();
        referenceAdmission = w.admission();
      }
    }

    /** The tags belong to the key: a key always comes with the same ones. */
    private Query query() {
      int key = random.nextInt(4);
      List<String> tags = List.of(TAGS.get(key), TAGS.get((key + 2) % TAGS.size()));
      return new Query(new CacheKey("key" + key), tags, Duration.ofHours(1));
    }

    private List<String> someTags() {
      return TAGS.stream().filter(tag -> random.nextInt(4) == 0).toList();
    }

    private static String epoch(Cache cache) {
      return get(cache.control()).map(Control::epoch).orElse("none");
    }

    /** All of the control state but the epoch's id, which is random. */
    private void compareControl(String where) {
      assertThat(withoutEpoch(real)).as(where).isEqualTo(withoutEpoch(reference));
    }

    private static Optional<String> withoutEpoch(Cache cache) {
      return get(cache.control()).map(c -> ControlCodec.encode(c).replace(c.epoch(), ""));
    }

    private void compare(String where, String actual, String wanted) {
      assertThat(actual).as(where).isEqualTo(wanted);
      seen.merge(actual, 1, Integer::sum);
    }
  }

  private static String name(Object outcome) {
    return switch (outcome) {
      case Lookup.Miss miss -> "miss " + miss.reason().label();
      case Lookup.Bypass bypass -> "bypass " + bypass.reason().label();
      case Fill.Outcome.Stored stored -> "stored";
      case Fill.Outcome.Refused refused -> "refused " + refused.reason().label();
      default -> outcome.getClass().getSimpleName();
    };
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
