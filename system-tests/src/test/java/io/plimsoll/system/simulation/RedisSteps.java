package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A random sequence of what a cache is asked and of what becomes of its server. */
final class RedisSteps {
  private static final Duration BOUND = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(80);
  private static final String SHAPES = "00000000000000aa";
  private static final List<String> TAGS = List.of("a*", "a!", "b*", "b!", "#k1");
  private static final int KEYS = 3;

  private final RandomGenerator random;
  private final RedisPair pair;
  private final OlderData data;
  private final long startedMicros;
  private Admission admission = new Admission("never", new Incarnation("i1"), Lsn.NONE, 0, "");
  private String epoch = "never";
  private Position position = new Position("topic", 0);
  private RedisServer.@Nullable Copy copy;
  private Position copied = position;
  private long lastXid = 1_000;
  private long beats;

  /**
   * Takes its parts.
   *
   * @param startedMicros of the first heartbeat, by Redis's clock
   */
  RedisSteps(RandomGenerator random, RedisPair pair, OlderData data, long startedMicros) {
    this.random = random;
    this.pair = pair;
    this.data = data;
    this.startedMicros = startedMicros;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  void run() {
    open();
    settle();
    for (int i = 0; i < 30; i++) {
      step();
      if (i == 10 || i == 20) {
        goBack(); // Once at least.
      }
    }
    pair.untilSomethingEnds(SHORT);
    pair.sameKeys();
  }

  private void step() {
    switch (random.nextInt(32)) {
      case 0 -> {
        open();
        settle();
      }
      case 1 -> settle();
      case 2, 3, 4 -> apply(1);
      case 5 -> apply(300); // More marks than a stripe keeps.
      case 6 -> applyElsewhere();
      case 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 -> fill();
      case 17, 18 -> pair.lease(key(), oneIn(2) ? SHORT : BOUND);
      case 19 -> pair.release(key());
      case 20, 21 -> pair.evict();
      case 22 -> lose();
      case 23, 24 -> goBack();
      case 25 -> pair.untilSomethingEnds(SHORT);
      default -> lookup(query());
    }
  }

  /** What the follower does after that: it asks where the cache stands. */
  private void resume() {
    pair.control()
        .ifPresent(now -> {
          epoch = now.epoch();
          position = now.position();
        });
  }

  private void lose() {
    if (oneIn(3)) {
      pair.flush();
    }
  }

  private void goBack() {
    RedisServer.Copy older = copy;
    if (older == null) {
      copy = pair.keep(data);
      copied = position;
    } else {
      pair.goBack(data, older);
      copy = null;
      if (oneIn(2)) {
        resume();
      }
      if (!copied.equals(position)) {
        apply(1); // Where the cache does not stand any more.
      }
    }
  }

  private void open() {
    Lsn applied = oneIn(3) ? Lsn.NONE : new Lsn(lastXid);
    Control opened = pair.open(new Incarnation(oneIn(8) ? "" : "i1"), position, applied, SHAPES);
    epoch = opened.epoch();
  }

  /** Two heartbeats: a watermark that was not seen to move has no age. */
  private void settle() {
    for (int i = 0; i < 2; i++) {
      Mark mark = commit();
      Watermark watermark = new Watermark(startedMicros + ++beats, mark.commitEnd(), mark.xid());
      send(position, epoch, List.of(), Optional.of(watermark), Optional.of(mark));
      lookup(query());
    }
  }

  private Mark commit() {
    lastXid++;
    return new Mark(new Xid(lastXid - random.nextInt(4)), new Lsn(lastXid));
  }

  private void apply(int count) {
    List<Batch.Change> changes =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> new Batch.Change(commit(), TAGS.stream().filter(t -> oneIn(4)).toList()))
            .toList();
    send(position, epoch, changes, Optional.empty(), Optional.empty());
  }

  private void applyElsewhere() {
    Position elsewhere =
        oneIn(2)
            ? new Position("other", position.offset())
            : new Position(position.topicId(), position.offset() + 1);
    send(elsewhere, epoch, List.of(), Optional.empty(), Optional.empty());
  }

  private void send(
      Position expected,
      String ofEpoch,
      List<Batch.Change> changes,
      Optional<Watermark> watermark,
      Optional<Mark> floor) {
    Position next = new Position(expected.topicId(), expected.offset() + 1);
    Batch batch = new Batch(ofEpoch, expected, next, new Lsn(lastXid), changes, watermark, floor);
    switch (pair.apply(batch)) {
      case "applied" -> position = next;
      case "mismatch" -> resume();
      default -> open();
    }
  }

  private CacheKey key() {
    return new CacheKey("key" + random.nextInt(KEYS));
  }

  private Query query() {
    int key = random.nextInt(KEYS);
    Query query =
        new Query(new CacheKey("key" + key), List.of(TAGS.get(key), TAGS.get(key + 2)), BOUND);
    return switch (random.nextInt(6)) {
      case 0 ->
          query.after(
              new Token(
                  new Mark(
                      new Xid(lastXid + 1 - random.nextInt(5)),
                      new Lsn(lastXid + 1 - random.nextInt(5))),
                  new Incarnation("i1")));
      case 1 -> new Query(query.key(), query.tags(), BOUND, BOUND, Optional.empty());
      default -> query;
    };
  }

  private void fill() {
    Query query = query();
    lookup(query);
    long behind = random.nextInt(6);
    Stamp stamp =
        oneIn(4)
            ? new Stamp.UpTo(new Lsn(lastXid - behind / 2))
            : new Stamp.Primary(new Xid(lastXid + 1 - behind / 2), new Xid(lastXid + 1), List.of());
    pair.fill(
        new Fill(
            query,
            admission,
            new Proof(
                stamp, new Incarnation(oneIn(12) ? "i2" : "i1"), oneIn(20) ? "other" : SHAPES),
            new Content(true, "etag", ("body " + lastXid).getBytes(StandardCharsets.UTF_8)),
            oneIn(3) ? SHORT : Duration.ofHours(1 + random.nextInt(3)),
            Duration.ofMillis(3)));
    lookup(query);
  }

  private void lookup(Query query) {
    if (pair.lookup(query) instanceof Lookup.Miss miss && !oneIn(4)) {
      admission = miss.admission();
    }
  }
}
