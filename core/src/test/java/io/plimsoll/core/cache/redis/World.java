package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a random sequence chooses from. Few keys and tags, so that they meet often. */
final class World {
  static final Duration BOUND = Duration.ofHours(1);
  static final String SHAPES = "00000000000000aa";
  static final int KEYS = 4;
  static final List<String> TAGS =
      List.of("a*", "a!", "b*", "b!", "#k1", "#k2", "public.\"d%2Cé,|\n∑\"*");

  /** Transaction ids are 64 bits: around what 32 bits, a double and a signed number can hold. */
  private static final List<Long> FIRST_XIDS =
      List.of(3L, 1_000L, (1L << 32) - 5, (1L << 53) - 5, (1L << 60) + 1, Long.MAX_VALUE - 5);

  private final RandomGenerator random;
  private final ServerClock clock;
  private final String history;
  private long beats;
  private long lastXid;

  /**
   * Begins one.
   *
   * @param history of this sequence alone: what a process has found out about one is shared
   */
  World(RandomGenerator random, ServerClock clock, String history) {
    this.random = random;
    this.clock = clock;
    this.history = history;
    this.lastXid = FIRST_XIDS.get(random.nextInt(FIRST_XIDS.size()));
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  long lastXid() {
    return lastXid;
  }

  Lsn end() {
    return new Lsn(lastXid);
  }

  /** Begun long ago, or a moment ago: each later than the one before. */
  long beatMicros(boolean late) {
    long now = clock.now().orElseThrow();
    return now - Duration.ofSeconds(late ? 7_200 : 5).toNanos() / 1_000 + ++beats;
  }

  /** Ids come in another order than commits, and many are of transactions that changed nothing. */
  Mark commit() {
    lastXid += oneIn(8) ? 16 : 1;
    return new Mark(new Xid(lastXid - random.nextInt(6)), new Lsn(lastXid));
  }

  List<String> someTags() {
    return TAGS.stream().filter(tag -> oneIn(4)).toList();
  }

  /** What only the answer tells; mostly nothing. */
  List<String> captured() {
    return oneIn(3) ? someTags() : List.of();
  }

  CacheKey key() {
    return key(random.nextInt(KEYS));
  }

  static CacheKey key(int number) {
    return new CacheKey("key" + number);
  }

  /** The tags belong to the key: a key always comes with the same ones. */
  static Query query(int key) {
    List<String> tags = List.of(TAGS.get(key), TAGS.get((key + 2) % TAGS.size()));
    return new Query(key(key), tags, BOUND);
  }

  /** Plain, with grace, or after a write. */
  Query query() {
    Query query = query(random.nextInt(KEYS));
    return switch (random.nextInt(6)) {
      case 0 -> query.after(token());
      case 1 -> {
        Duration grace = oneIn(3) ? Duration.ofMinutes(30) : Duration.ofHours(2);
        yield new Query(query.key(), query.tags(), BOUND, grace, Optional.empty());
      }
      default -> query;
    };
  }

  private Token token() {
    Xid xid = new Xid(lastXid + 3 - random.nextInt(9));
    Lsn end = oneIn(4) ? Lsn.MAX : new Lsn(lastXid + 3 - random.nextInt(9));
    return new Token(new Mark(xid, end), incarnation());
  }

  Incarnation incarnation() {
    return oneIn(10) ? new Incarnation("i2") : own();
  }

  Incarnation own() {
    return new Incarnation(history);
  }

  List<Mark> commits(int count) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      marks.add(commit());
    }
    return marks;
  }

  /** Of twice as many transactions the younger half commits first, then the elder half. */
  List<Mark> youngFirst(int half) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < 2 * half; i++) {
      int young = (i + half) % (2 * half);
      marks.add(new Mark(new Xid(lastXid + 1 + young), new Lsn(lastXid + 1 + i)));
    }
    lastXid += 2L * half;
    return marks;
  }

  /** A heartbeat's, which may be younger than some that still run. It is a commit of its own. */
  Mark beat() {
    lastXid++;
    return new Mark(new Xid(lastXid - random.nextInt(9)), end());
  }
}
