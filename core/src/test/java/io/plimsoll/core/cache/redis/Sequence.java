package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.World.SHAPES;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A random sequence of steps, each sent to all the caches that are compared. */
final class Sequence {
  /** How many of the last ids a read may not see. */
  private static final int FEW = 7;

  private final RandomGenerator random;
  private final World world;
  private final Trio caches;
  private Admission admission = new Admission("never", Incarnation.UNKNOWN, Lsn.NONE, 0, "");
  private String epoch = "never";
  private Position position = new Position("topic", 0);
  private int opened;
  private int bodies;
  private int reach;

  Sequence(RandomGenerator random, World world, Trio caches) {
    this.random = random;
    this.world = world;
    this.caches = caches;
    this.reach = world.oneIn(4) ? 40 : FEW;
  }

  void run() {
    if (!world.oneIn(8)) {
      open();
      settle();
    }
    if (world.oneIn(30)) {
      burst();
    }
    int steps = 8 + random.nextInt(10);
    for (int i = 0; i < steps; i++) {
      step();
    }
    caches.control(() -> "end");
    if (world.oneIn(8)) {
      caches.outlive();
    }
  }

  private void step() {
    switch (random.nextInt(25)) {
      case 0 -> open();
      case 1 -> settle();
      case 2 -> beat(world.oneIn(4));
      case 3, 4, 5, 6 -> applyOne();
      case 7 -> applyElsewhere();
      case 8, 9, 10, 11, 12, 13, 14 -> fill();
      case 15 -> caches.lease(world.key());
      case 16 -> leaseAndFill();
      case 24 -> foretell();
      case 17 -> caches.lose(random.nextInt(64), world.key());
      default -> lookup(world.query());
    }
  }

  private void open() {
    epoch = "epoch" + ++opened;
    Incarnation incarnation = world.oneIn(8) ? Incarnation.UNKNOWN : world.own();
    Lsn applied = world.oneIn(4) ? Lsn.NONE : world.end();
    String shapes = world.oneIn(10) ? "00000000000000bb" : SHAPES;
    caches.open(epoch, incarnation, position, applied, shapes);
  }

  /** Two heartbeats: a watermark that a reader has not seen to move has no age. */
  private void settle() {
    beat(false);
    beat(false);
  }

  private void beat(boolean late) {
    Mark mark = world.beat();
    Watermark watermark = new Watermark(world.beatMicros(late), mark.commitEnd(), mark.xid());
    Optional<Mark> floor = world.oneIn(3) && !late ? Optional.empty() : Optional.of(mark);
    apply(position, epoch, List.of(), Optional.of(watermark), floor);
    lookup(world.query());
  }

  private void applyOne() {
    apply(position, epoch, changes(1 + random.nextInt(3)), Optional.empty(), Optional.empty());
  }

  private List<Batch.Change> changes(int count) {
    return world.commits(count).stream()
        .map(mark -> new Batch.Change(mark, world.someTags()))
        .toList();
  }

  /** Three times more than a stripe holds: the third time it folds only what is elder. */
  private void burst() {
    int count = 300 + random.nextInt(40);
    reach = 2 * count;
    List<Batch.Change> changes =
        world.youngFirst(count).stream()
            .map(mark -> new Batch.Change(mark, world.oneIn(12) ? world.someTags() : World.TAGS))
            .toList();
    burst(changes.subList(0, count));
    burst(changes.subList(count, count + count / 2));
    burst(changes.subList(count + count / 2, 2 * count));
    reach = FEW;
    if (world.oneIn(4)) {
      wide();
    }
  }

  private void burst(List<Batch.Change> changes) {
    apply(position, epoch, changes, Optional.empty(), Optional.empty());
    IntStream.range(0, 3 * World.KEYS).forEach(i -> fill());
  }

  /** One change of more tags than a command of a script takes, while there are entries. */
  private void wide() {
    settle();
    IntStream.range(0, 2 * World.KEYS).forEach(i -> fill());
    Stream<String> many = IntStream.range(0, 1_100).mapToObj(i -> "!n" + i);
    List<String> tags = Stream.concat(many, World.TAGS.stream()).toList();
    Batch.Change change = new Batch.Change(world.commit(), tags);
    apply(position, epoch, List.of(change), Optional.empty(), Optional.empty());
    IntStream.range(0, World.KEYS).forEach(key -> lookup(World.query(key)));
  }

  /** It comes from the stream afterwards, or never. */
  private void foretell() {
    Batch.Change change = changes(1).getFirst();
    caches.foretell(world.oneIn(8) ? Incarnation.UNKNOWN : world.incarnation(), change);
    if (world.oneIn(2)) {
      apply(position, epoch, List.of(change), Optional.empty(), Optional.empty());
    }
  }

  private void applyElsewhere() {
    Position here = position;
    Position behind = new Position(here.topicId(), here.offset() + 1);
    Position elsewhere = new Position("other", here.offset());
    List<Batch.Change> changes = changes(1);
    switch (random.nextInt(3)) {
      case 0 -> apply(behind, epoch, changes, Optional.empty(), Optional.empty());
      case 1 -> apply(elsewhere, epoch, changes, Optional.empty(), Optional.empty());
      default -> apply(here, "epoch" + (opened - 1), changes, Optional.empty(), Optional.empty());
    }
  }

  private void apply(
      Position expected,
      String expectedEpoch,
      List<Batch.Change> changes,
      Optional<Watermark> watermark,
      Optional<Mark> floor) {
    Position next = new Position(expected.topicId(), expected.offset() + 1);
    Batch batch = new Batch(expectedEpoch, expected, next, world.end(), changes, watermark, floor);
    if (caches.apply(batch) instanceof Batch.Outcome.Applied) {
      position = next;
    }
  }

  private void leaseAndFill() {
    Query query = World.query(random.nextInt(World.KEYS));
    caches.lease(query.key());
    if (world.oneIn(3)) {
      caches.release(query.key());
    } else {
      fill(query);
    }
    caches.lease(query.key());
  }

  private void fill() {
    fill(World.query(random.nextInt(World.KEYS)));
  }

  private void fill(Query query) {
    lookup(query);
    String shapes = world.oneIn(30) ? "00000000000000cc" : SHAPES;
    byte[] body = ("body " + ++bodies).getBytes(StandardCharsets.UTF_8);
    caches.fill(
        new Fill(
            query,
            world.captured(),
            admission,
            new Proof(Stamps.random(random, world.lastXid(), reach), world.incarnation(), shapes),
            new Content(!world.oneIn(4), "e" + bodies, body),
            Duration.ofHours(1 + random.nextInt(3)),
            Duration.ofMillis(3)));
  }

  /** What a request does: it keeps the admission, and may be slow to use it. */
  private void lookup(Query query) {
    if (caches.lookup(query) instanceof Lookup.Miss miss && !world.oneIn(4)) {
      admission = caches.named(miss.admission());
    }
  }
}
