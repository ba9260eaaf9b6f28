package io.plimsoll.system.simulation;

import io.plimsoll.cdc.capture.AssemblerDoor;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import io.plimsoll.core.record.UndecodableException;
import io.plimsoll.core.stream.FollowerDoor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log made into records: Capture's preflight told again, then the real assembler. The slot
 * remembers what was confirmed, which is later than what was published.
 */
final class Capture {
  private static final long AGAIN = 60_000;

  private final World world;
  private final TagHash hash;
  private final InvalidationCodec codec = new InvalidationCodec();
  private final boolean[] existed = new boolean[Rows.COUNT];
  private Actor actor = new Actor("capture");
  private @Nullable AssemblerDoor assembler;
  private Set<TagShape> shapes;
  private long confirmed = -1;
  private long cursor;
  private int life;
  private boolean scheduled;
  private boolean rewound;
  private long checked;

  Capture(World world, TagHash hash, Set<TagShape> shapes) {
    this.world = world;
    this.hash = hash;
    this.shapes = shapes;
    world.postgres().onFlush(this::wake);
    restart(0);
  }

  /** Dies and begins again with the preflight. */
  void restart(long after) {
    actor.kill();
    actor = new Actor("capture");
    assembler = null;
    cursor = 0;
    scheduled = false;
    world.time().in(actor, after, this::begin);
  }

  Actor actor() {
    return actor;
  }

  void dropSlot() {
    confirmed = -1;
  }

  /** Somebody else moves the slot, or a crash sets it back. */
  void moveSlot(long position) {
    if (confirmed >= 0) {
      confirmed = position;
    }
  }

  long confirmed() {
    return confirmed;
  }

  /** As if nothing else had been registered. */
  void useShapes(Set<TagShape> registered) {
    shapes = registered;
  }

  private void begin() {
    Postgres postgres = world.postgres();
    if (!postgres.up() || !world.topic().up() || postgres.incarnationWaits()) {
      world.time().in(actor, AGAIN, this::begin);
      return;
    }
    Incarnation incarnation = postgres.ensureIncarnation();
    boolean wasRewound = rewound;
    rewound = false;
    Optional<Invalidation> last = last();
    if (last.isPresent()
        && last.get().incarnation().equals(incarnation)
        && (wasRewound || position(last.get()) > postgres.insertPosition())) {
      postgres.renewIncarnation();
      incarnation = postgres.ensureIncarnation();
    }
    Lsn since = new Lsn(postgres.insertPosition());
    Optional<String> gap = Optional.empty();
    if (confirmed < 0) {
      postgres.flush(postgres.insertPosition());
      confirmed = postgres.insertPosition();
      gap = Optional.of("slot-created");
    }
    gap = gap.or(() -> gap(last));
    if (gap.isEmpty() && !last.orElseThrow().incarnation().equals(incarnation)) {
      gap = Optional.of("incarnation");
    }
    if (gap.isEmpty() && confirmed > position(last.orElseThrow()) && Rule.captureChecksTheSlot()) {
      gap = Optional.of("slot-ahead");
    }
    long published = gap.isEmpty() ? position(last.orElseThrow()) : confirmed;
    Incarnation known = incarnation;
    gap.ifPresent(code -> publishGap(known, code, confirmed));
    checked = confirmed;
    assembler =
        new AssemblerDoor(
            shapes,
            hash,
            incarnation,
            since,
            new Lsn(published),
            new Xid(postgres.nextXid()),
            gap.isEmpty() && confirmed < published
                ? last.flatMap(Capture::mark)
                : Optional.empty());
    world.trace().note("capture-begins", gap.orElse("no gap"), published, confirmed);
    world
        .time()
        .in(
            actor,
            world.time().chance(0.4) ? world.time().between(1_000, 300_000) : world.time().delay(),
            this::stream);
  }

  /** Empty when there is none, or none that can be read. */
  private Optional<Invalidation> last() {
    try {
      Optional<byte[]> last = world.topic().last();
      return last.isEmpty() ? Optional.empty() : Optional.of(codec.decode(last.get()));
    } catch (UndecodableException e) {
      return Optional.empty();
    }
  }

  private Optional<String> gap(Optional<Invalidation> last) {
    if (last.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(world.topic().last().isEmpty() ? "topic-empty" : "undecodable");
  }

  private static long position(Invalidation record) {
    return switch (record) {
      case Invalidation.Transaction t -> t.mark().commitEnd().value();
      case Invalidation.Gap g -> g.position().value();
    };
  }

  private static Optional<Mark> mark(Invalidation record) {
    return switch (record) {
      case Invalidation.Transaction t -> Optional.of(t.mark());
      case Invalidation.Gap g -> Optional.empty();
    };
  }

  private void publishGap(Incarnation incarnation, String code, long position) {
    world.counts().add("gap." + code);
    String version = hash.version(shapes);
    world
        .topic()
        .append(codec.encode(new Invalidation.Gap(incarnation, version, code, new Lsn(position))));
  }

  /** The connection that decodes is another than the preflight's. */
  private void stream() {
    if (!world.postgres().up()) {
      world.time().in(actor, AGAIN, this::stream);
      return;
    }
    if (confirmed != checked) {
      restart(AGAIN); // SlotUnmoved: it is not the slot that was checked.
      return;
    }
    life = world.postgres().life();
    cursor = confirmed;
    poll();
  }

  private void wake() {
    if (assembler != null && !scheduled) {
      scheduled = true;
      world.time().in(actor, world.time().delay(), this::poll);
    }
  }

  private void poll() {
    scheduled = false;
    AssemblerDoor current = assembler;
    if (current == null || cursor == 0) {
      return;
    }
    if (!world.postgres().up() || world.postgres().life() != life || confirmed < 0) {
      restart(AGAIN);
      return;
    }
    try {
      publish(current);
    } catch (FollowerDoor.Away e) {
      restart(AGAIN);
    } catch (AssemblerDoor.OtherHistory e) {
      rewound = true;
      world.trace().note("other-history", String.valueOf(e.getMessage()), 0, 0);
      restart(AGAIN);
    }
  }

  private void publish(AssemblerDoor current) {
    for (Transaction transaction : List.copyOf(world.postgres().wal())) {
      if (transaction.commitEnd > cursor
          && transaction.commitEnd <= world.postgres().flushedPosition()) {
        world.topic().end(); // Away, when it is.
        events(current, transaction).forEach(this::append);
        cursor = transaction.commitEnd;
      }
    }
    long position = cursor;
    int now = life;
    world
        .time()
        .in(
            actor,
            world.time().between(1_000, 300_000),
            () -> {
              if (confirmed >= 0 && world.postgres().life() == now) {
                confirmed = Math.max(confirmed, position);
              }
            });
  }

  private void append(Invalidation record) {
    if (record instanceof Invalidation.Gap gap) {
      world.counts().add("gap." + gap.code());
    }
    world.topic().append(codec.encode(record));
  }

  private List<Invalidation> events(AssemblerDoor current, Transaction transaction) {
    long xid = transaction.xid & 0xFFFF_FFFFL;
    Lsn inside = new Lsn(transaction.commitEnd - 4);
    List<Invalidation> records = new java.util.ArrayList<>();
    if (transaction.isBeat()) {
      records.addAll(
          current.beat(
              transaction.xid,
              Rule.beatTimeIsReadBefore() ? transaction.beatMicros : world.redis().micros(),
              transaction.beatIncarnation));
    }
    if (transaction.registers) {
      for (TagShape shape : world.questions().shapes()) {
        records.addAll(current.registered(xid, shape));
      }
      shapes = world.questions().shapes();
    }
    if (transaction.truncates) {
      records.addAll(current.row(xid, inside, Rows.ARTICLE_TABLE, 't', ""));
    } else {
      transaction.writes.forEach((row, version) -> {
        char operation = version == 0 ? 'd' : existed[row] ? 'u' : 'c';
        existed[row] = version != 0;
        records.addAll(current.row(xid, inside, Rows.table(row), operation, Rows.id(row)));
      });
    }
    records.addAll(
        current.end(
            transaction.xid,
            Rule.marksAreCommitEnds() ? new Lsn(transaction.commitEnd) : inside,
            transaction.committedAt));
    return records;
  }
}
