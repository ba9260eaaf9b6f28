package io.plimsoll.core.cache.contract;

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
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A cache under test with the change stream that feeds it. Transaction {@code n} ends its commit at
 * LSN {@code 10 n}. Not thread-safe.
 */
public final class Subject {
  static final Incarnation INCARNATION = new Incarnation("i1");
  static final String SHAPES = "00000000000000aa";
  public static final Duration BOUND = Duration.ofMinutes(10);
  static final long FIRST_XID = 1_000;

  /** Less than the error of a clock that is only sampled can make of it. */
  private static final Duration NETWORK = Duration.ofSeconds(1);

  private final Cache cache;
  private final ServerClock clock;
  private final Consumer<Duration> pass;
  private String epoch = "none";
  private Position position = new Position("topic", 0);
  private long lastXid = FIRST_XID;
  private long beats;

  /**
   * Of an empty cache.
   *
   * @param pass makes time go on for the cache
   */
  public Subject(Cache cache, ServerClock clock, Consumer<Duration> pass) {
    this.cache = cache;
    this.clock = clock;
    this.pass = pass;
  }

  Cache cache() {
    return cache;
  }

  void pass(Duration time) {
    pass.accept(time);
  }

  Position position() {
    return position;
  }

  String epoch() {
    return epoch;
  }

  Control open(Incarnation incarnation, String shapes) {
    Control opened = get(cache.open(incarnation, position, Lsn.NONE, shapes));
    epoch = opened.epoch();
    return opened;
  }

  /** An open cache that answers: behind two heartbeats, the second with the floor. */
  public Subject live() {
    return live(INCARNATION, SHAPES);
  }

  Subject live(Incarnation incarnation, String shapes) {
    open(incarnation, shapes);
    beat();
    lookup(query("unused", "unused"));
    beat(Duration.ZERO, Optional.of(mark(lastXid)));
    return this;
  }

  public void beat() {
    beat(Duration.ZERO, Optional.empty());
  }

  /**
   * A heartbeat comes through.
   *
   * @param late how long ago it began
   */
  void beat(Duration late, Optional<Mark> floor) {
    long now = clock.now().orElseThrow();
    long started = now - late.plus(NETWORK).toNanos() / 1_000 + ++beats;
    Mark beat = mark(begin());
    Watermark watermark = new Watermark(started, beat.commitEnd(), beat.xid());
    apply(batch(List.of(), Optional.of(watermark), floor));
  }

  /** Transaction ids as the origin hands them out; {@link #commit} may come in another order. */
  long begin() {
    return ++lastXid;
  }

  void commit(long xid, String... tags) {
    apply(batch(List.of(change(xid, tags)), Optional.empty(), Optional.empty()));
  }

  /** A transaction begins and commits. */
  public long change(String... tags) {
    long xid = begin();
    commit(xid, tags);
    return xid;
  }

  static Batch.Change change(long xid, String... tags) {
    return new Batch.Change(mark(xid), List.of(tags));
  }

  void changes(List<Batch.Change> changes) {
    apply(batch(changes, Optional.empty(), Optional.empty()));
  }

  Batch batch(List<Batch.Change> changes, Optional<Watermark> watermark, Optional<Mark> floor) {
    Position next = new Position(position.topicId(), position.offset() + 1);
    return new Batch(epoch, position, next, mark(lastXid).commitEnd(), changes, watermark, floor);
  }

  private void apply(Batch batch) {
    Batch.Outcome outcome = get(cache.apply(batch));
    if (!(outcome instanceof Batch.Outcome.Applied)) {
      throw new AssertionError("apply of " + batch + " was " + outcome);
    }
    position = batch.next();
  }

  static Mark mark(long xid) {
    return new Mark(new Xid(xid), new Lsn(10 * xid));
  }

  public static Query query(String key, String... tags) {
    return new Query(new CacheKey(key), List.of(tags), BOUND);
  }

  public Lookup lookup(Query query) {
    return get(cache.lookup(query));
  }

  /** What the origin shows now: all that has begun is committed. */
  public Stamp now() {
    return new Stamp.Primary(new Xid(lastXid + 1), new Xid(lastXid + 1), List.of());
  }

  /** What it shows while these still run. */
  Stamp running(long... xids) {
    List<Xid> running = new ArrayList<>();
    for (long xid : xids) {
      running.add(new Xid(xid));
    }
    return new Stamp.Primary(running.getFirst(), new Xid(lastXid + 1), running);
  }

  Admission admission() {
    return Admission.of(get(cache.control()).orElseThrow());
  }

  public Fill.Outcome fill(Query query, Stamp stamp, String body) {
    return fill(query, admission(), new Proof(stamp, INCARNATION, SHAPES), content(body));
  }

  /** Of an answer that has these tags too. */
  Fill.Outcome fill(Query query, List<String> captured, Stamp stamp, String body) {
    Proof proof = new Proof(stamp, INCARNATION, SHAPES);
    Duration ttl = Duration.ofHours(1);
    return fill(new Fill(query, captured, admission(), proof, content(body), ttl, Duration.ZERO));
  }

  Fill.Outcome fill(Query query, Admission admission, Proof proof, Content content) {
    return fill(new Fill(query, admission, proof, content, Duration.ofHours(1), Duration.ZERO));
  }

  Fill.Outcome fill(Fill fill) {
    return get(cache.fill(fill));
  }

  static Content content(String body) {
    return new Content(true, "etag", body.getBytes(StandardCharsets.UTF_8));
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
