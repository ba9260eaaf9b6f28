package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process reads through one connection for each of its event loops. */
final class TwoConnectionsIT {
  private final TestRedis redis = new TestRedis();
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private RedisPartitions worker;
  private RedisPartitions first;
  private RedisPartitions second;
  private Control control;

  @BeforeEach
  void connect() {
    redis.start();
    RedisTarget target =
        new RedisTarget(
            "redis://127.0.0.1:" + redis.port(), false, Duration.ofSeconds(30), "two", 1);
    ServerClock clock = new ServerClock(System::nanoTime);
    FeedWatch feeds = new FeedWatch(1, clock);
    worker = RedisPartitions.open(target, new ServerClock(System::nanoTime));
    first = RedisPartitions.open(target, clock, loop, feeds);
    second = RedisPartitions.open(target, clock, loop, feeds);
    for (RedisPartitions each : List.of(worker, first, second)) {
      await("Redis answers").until(() -> reason(each) == Reason.NO_CONTROL);
    }
    await("a sample of the clock").until(() -> clock.now().isPresent());
    control =
        get(
            worker
                .caches()
                .getFirst()
                .open(new Incarnation("i"), new Position("topic", 0), Lsn.NONE, "shapes"));
  }

  @AfterEach
  void stop() {
    List.of(worker, first, second).forEach(RedisPartitions::close);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    redis.stop();
  }

  @Test
  void whatOneHasSeen_theOtherKnows() {
    beat(1);
    assertThat(reason(first))
        .as("it may be from before the start")
        .isEqualTo(Reason.STALE_WATERMARK);
    beat(2);
    assertThat(reason(first)).isEqualTo(Reason.MISS);
    assertThat(reason(second)).isEqualTo(Reason.MISS);
  }

  private void beat(long number) {
    long now = get(worker.timeMicros());
    Mark mark = new Mark(new Xid(number), new Lsn(number));
    Position next = new Position("topic", number);
    Batch batch =
        new Batch(
            control.epoch(),
            new Position("topic", number - 1),
            next,
            mark.commitEnd(),
            List.of(),
            Optional.of(new Watermark(now, mark.commitEnd(), mark.xid())),
            Optional.of(mark));
    assertThat(get(worker.caches().getFirst().apply(batch)))
        .isInstanceOf(Batch.Outcome.Applied.class);
  }

  private static Reason reason(RedisPartitions cache) {
    Query query = new Query(new CacheKey("any"), List.of("tag"), Duration.ofHours(1));
    return switch (get(cache.lookup(query))) {
      case Lookup.Bypass bypass -> bypass.reason();
      case Lookup.Miss miss -> miss.reason();
      case Lookup.Hit hit -> throw new AssertionError("nothing was stored: " + hit);
    };
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
