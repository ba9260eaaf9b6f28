package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.Keys.bytes;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.ReferenceCache;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A partition in Redis behind whose back keys are removed. */
record Lossy(RedisConnection connection, Keys keys, RedisCache cache) {
  static Lossy of(RedisConnection connection, String namespace, Scripts scripts) {
    return new Lossy(
        connection, new Keys(namespace), new RedisCache(connection, namespace, scripts));
  }

  CompletionStage<String> lose(ReferenceCache reference, int which, CacheKey key) {
    String tag = World.TAGS.get(which % World.TAGS.size());
    return switch (which % 7) {
      case 0, 1 -> {
        reference.loseEntry(key);
        yield remove(List.of(keys.entry(key)));
      }
      case 2, 3 -> {
        reference.loseTag(tag);
        yield remove(List.of(keys.tag(tag)));
      }
      case 4 -> {
        reference.loseControl();
        yield remove(List.of(keys.control()));
      }
      case 5 -> {
        reference.loseStripes();
        yield which < 32
            ? remove(List.of(keys.stripes()))
            : connection
                .call(redis -> redis.hset(keys.stripes(), bytes("epoch"), bytes("another")))
                .thenApply(done -> "lost");
      }
      default -> {
        reference.loseAll();
        yield remove(all());
      }
    };
  }

  private CompletionStage<String> remove(List<byte[]> names) {
    return connection
        .call(redis -> redis.unlink(names.toArray(byte[][]::new)))
        .thenApply(count -> "lost");
  }

  /** Leaves nothing behind. */
  CompletionStage<String> removeAll() {
    return remove(all());
  }

  private List<byte[]> all() {
    List<byte[]> all = new ArrayList<>(List.of(keys.control(), keys.stripes()));
    World.TAGS.forEach(tag -> all.add(keys.tag(tag)));
    for (int key = 0; key < World.KEYS; key++) {
      all.add(keys.entry(World.key(key)));
      all.add(keys.lease(World.key(key)));
    }
    return all;
  }

  /** A script's SETs may be a millisecond apart, and so may be the ends that they set. */
  private static final long SLACK_MILLIS = 1_000;

  /** Tags are asked first: what is left of them only gets less until the entry is asked. */
  CompletionStage<String> tagsLast(CacheKey key, List<String> all) {
    CompletionStage<Long> least = left(keys.tag(all.getFirst()));
    for (String tag : all) {
      least = least.thenCombine(left(keys.tag(tag)), Math::min);
    }
    return least.thenCombine(
        left(keys.entry(key)),
        (tags, entry) ->
            entry > 0 && tags + SLACK_MILLIS >= entry ? "tags last" : tags + " < " + entry + " ms");
  }

  private CompletionStage<Long> left(byte[] key) {
    return connection.call(redis -> redis.pttl(key));
  }
}
