package io.plimsoll.bench;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;

/**
 * A cache of the bench's own with a change stream of the bench's own: open, with a floor, with
 * marks, and with a watermark that lookups trust. Of one thread.
 */
final class Partition {
  static final String SHAPES = "bench";

  /** Nothing moves the watermark while a measurement runs. */
  static final Duration BOUND = Duration.ofHours(1);

  /** As many as the answer of an article has, with names as long. */
  static final List<String> TAGS =
      List.of(
          "#bench-articles-by-id-00",
          "#bench-article-tags-id-0",
          "bench.users*",
          "bench.articles!",
          "bench.article_tags!",
          "bench.users!");

  private final Cache cache;
  private Control control;

  private Partition(Cache cache, Control control) {
    this.cache = cache;
    this.control = control;
  }

  /**
   * Opens it anew.
   *
   * @param marks in the stripe of each of {@link #TAGS}
   * @param newest xid of the newest of them; the others go before it
   * @param nowMicros by Redis's clock
   */
  static Partition open(
      Cache cache, Incarnation incarnation, int marks, Xid newest, long nowMicros) {
    Control opened = done(cache.open(incarnation, new Position("bench", 0), Lsn.NONE, SHAPES));
    Partition partition = new Partition(cache, opened);
    List<Batch.Change> changes = new ArrayList<>();
    LongStream.rangeClosed(newest.value() - marks + 1, newest.value())
        .forEach(xid -> changes.add(new Batch.Change(mark(xid), TAGS)));
    // A watermark counts when it was seen to move.
    partition.apply(changes, nowMicros - 1);
    done(cache.lookup(question(0)));
    partition.apply(List.of(), nowMicros);
    return partition;
  }

  private static Mark mark(long xid) {
    return new Mark(new Xid(xid), new Lsn(xid));
  }

  private void apply(List<Batch.Change> changes, long startedMicros) {
    Position next = new Position(control.position().topicId(), control.position().offset() + 1);
    Batch batch =
        new Batch(
            control.epoch(),
            control.position(),
            next,
            new Lsn(next.offset()),
            changes,
            Optional.of(new Watermark(startedMicros, new Lsn(next.offset()), new Xid(1))),
            Optional.of(mark(1)));
    Batch.Outcome outcome = done(cache.apply(batch));
    if (!(outcome instanceof Batch.Outcome.Applied)) {
      throw new BenchException("the bench's own partition of the cache was changed by " + outcome);
    }
    control = done(cache.control()).orElseThrow();
  }

  /** Question number n; all have the same tags. */
  static Query question(long n) {
    return new Query(new CacheKey("bench:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" + n), TAGS, BOUND);
  }

  /** For fills that no lookup goes before. */
  Admission admission() {
    return Admission.of(control);
  }

  static boolean isHit(Lookup lookup) {
    return lookup instanceof Lookup.Hit;
  }

  static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
