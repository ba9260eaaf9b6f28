package io.plimsoll.system.simulation;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Tier;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.freshness.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A process of the API: the real read-through over the real L1 and a connection to Redis. */
final class Instance {
  private static final long CLOCK_SAMPLE = 300_000;
  private static final long MAX_BYTES = 1_000_000;

  private final World world;
  private final Actor actor;
  private final ServerClock clock;
  private final RedisClient redis;
  private final ReadThrough reads;
  private final @Nullable Worker follower;
  private boolean started;
  private boolean sampled;
  private boolean cameAfterAStep;
  private final List<NamedTier> tiers = new ArrayList<>();

  Instance(World world, String name) {
    this.world = world;
    this.actor = new Actor(name);
    this.clock = world.clockOf(world.time());
    this.redis = new RedisClient(world.redis(), world.time(), actor, world.ids(), clock);
    Worker l1 = null;
    for (String tier : world.plan().tiers()) {
      if (tier.equals("l1")) {
        MemoryCache memory = new MemoryCache(MAX_BYTES, clock, world.ids()::epoch);
        l1 = new Worker(new Actor(name + "-l1"), world, memory);
        tiers.add(new NamedTier("l1", memory));
      } else {
        tiers.add(new NamedTier("redis", redis));
      }
    }
    this.follower = l1;
    this.reads = new ReadThrough(tiers, shared());
    sampleClock();
  }

  private ReadThrough.Shared shared() {
    Scheduler time = world.time();
    return new ReadThrough.Shared(
        new FakeOrigin(world, actor, clock),
        new ReadSettings(
            world.questions().shapesInForce(),
            10_000,
            Duration.ofMillis(200),
            world.plan().leaseWait(),
            0.1,
            1.0),
        task -> time.in(actor, time.delay(), task),
        delay -> {
          CompletableFuture<Void> over = new CompletableFuture<>();
          time.in(actor, delay.toNanos() / 1_000, () -> over.complete(null));
          return over;
        },
        () -> time.now() * 1_000,
        time::uniform);
  }

  private void sampleClock() {
    var _ =
        redis
            .timeMicros()
            .thenAccept(micros -> {
              cameAfterAStep |= !sampled && world.clockWasSetBack();
              sampled = true;
              learnStart();
            });
    world.time().in(actor, CLOCK_SAMPLE, this::sampleClock);
  }

  /** What StartPosition does: heartbeats from before are not believed. */
  private void learnStart() {
    if (!started && world.postgres().up()) {
      started = true;
      world
          .time()
          .in(actor, world.time().delay(), () -> clock.trustBehind(world.postgres().position()));
    }
  }

  Actor actor() {
    return actor;
  }

  Optional<Actor> follower() {
    return Optional.ofNullable(follower).map(Worker::actor);
  }

  List<Tier> caches() {
    return tiers.stream().map(NamedTier::tier).toList();
  }

  void kill() {
    actor.kill();
    follower().ifPresent(Actor::kill);
  }

  void read(Questions.Question question, Optional<Judge.Seen> token) {
    ReadRequest request = question.after(token.map(Judge.Seen::token));
    long arrived = world.time().now();
    var _ =
        reads
            .read(request)
            .whenComplete((answer, failure) -> {
              if (failure == null && isOfUnknownAge(answer)) {
                world.counts().add("answer.stale.of-unknown-age");
              } else if (failure == null) {
                world.judge().answered(actor.name(), question, answer, token, arrived);
              } else {
                world.judge().failed(question, token, failure);
              }
            });
  }

  /**
   * A stated limit: who came after the clock was set back cannot know how old a replaced one is.
   */
  private boolean isOfUnknownAge(Answer answer) {
    return cameAfterAStep && answer.outcome() instanceof Answer.Outcome.Stale;
  }

  /** A token's write as a token. */
  static Token token(Transaction written, long position, String incarnation) {
    return new Token(
        new io.plimsoll.core.freshness.Mark(
            new io.plimsoll.core.freshness.Xid(written.xid),
            new io.plimsoll.core.freshness.Lsn(position)),
        new io.plimsoll.core.freshness.Incarnation(incarnation));
  }
}
