package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Stripes;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The control state in Redis stays within its stated size, whatever is written. */
final class ControlMemoryIT {
  private static final long MAX_CONTROL_BYTES = 1_024;

  @Test
  void stripes_allFullAndBeyond_areWithinTheStatedMost() {
    List<String> tags = oneForEachStripe();
    TestRedis redis = new TestRedis();
    redis.start();
    try (RedisConnection connection = redis.connect(new ServerClock(System::nanoTime))) {
      RedisCache cache = new RedisCache(connection, "full");
      Keys keys = new Keys("full");
      Control control =
          cache
              .open(new Incarnation("i".repeat(80)), new Position("t".repeat(22), 0), Lsn.NONE, "s")
              .toCompletableFuture()
              .join();
      long most = 0;
      for (int batch = 0; batch < 12; batch++) {
        Batch.Outcome outcome =
            cache.apply(marks(control, batch, tags)).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Batch.Outcome.Applied.class);
        most = Math.max(most, bytes(connection, keys.stripes()));
      }
      assertThat(most)
          .as("full stripes of %d marks", 256)
          .isGreaterThan(Stripes.COUNT * 256L * 32)
          .isLessThanOrEqualTo(Stripes.MAX_REDIS_BYTES);
      assertThat(bytes(connection, keys.control())).isLessThanOrEqualTo(MAX_CONTROL_BYTES);
    } finally {
      redis.stop();
    }
  }

  /** 64 marks in each stripe: the fourth fills them, the fifth folds. */
  private static Batch marks(Control control, int batch, List<String> tags) {
    List<Batch.Change> changes = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      long xid = 1L + batch * 64L + i;
      changes.add(new Batch.Change(new Mark(new Xid(xid), new Lsn(xid)), tags));
    }
    Position here = new Position(control.position().topicId(), batch);
    Position next = new Position(control.position().topicId(), batch + 1L);
    return new Batch(
        control.epoch(), here, next, Lsn.NONE, changes, Optional.empty(), Optional.empty());
  }

  private static List<String> oneForEachStripe() {
    List<String> tags = new ArrayList<>();
    Set<Integer> reached = new HashSet<>();
    for (int i = 0; reached.size() < Stripes.COUNT; i++) {
      if (reached.add(Stripes.of("tag" + i))) {
        tags.add("tag" + i);
      }
    }
    return tags;
  }

  /** As Redis counts it, all fields measured. */
  private static long bytes(RedisConnection connection, byte[] key) {
    return connection.call(redis -> redis.memoryUsage(key)).toCompletableFuture().join();
  }
}
