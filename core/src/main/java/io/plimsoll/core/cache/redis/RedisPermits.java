package io.plimsoll.core.cache.redis;

import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.limit.Gcra;
import io.plimsoll.core.limit.Permits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Permits in Redis, by one script for each draw. Each limit has a slot of its own in a cluster.
 * What Redis forgets, by a failover or an eviction, can be drawn again.
 */
final class RedisPermits implements Permits {
  private final RedisConnection connection;
  private final String namespace;

  RedisPermits(RedisConnection connection, String namespace) {
    this.connection = connection;
    this.namespace = namespace;
  }

  @Override
  public CompletionStage<Gcra.Grant> draw(String limit, Rate rate, int wanted) {
    return run(limit, rate, wanted).thenApply(RedisPermits::grant);
  }

  /** The script's answer as it is. */
  CompletionStage<String[]> run(String limit, Rate rate, int wanted) {
    List<byte[]> keys = List.of(Keys.bytes("{" + namespace + ":r:" + limit + "}"));
    List<byte[]> args =
        List.of(
            Keys.bytes(Integer.toString(rate.requests())),
            Keys.bytes(Long.toString(Gcra.micros(rate))),
            Keys.bytes(Integer.toString(wanted)));
    return connection
        .call(redis -> Scripts.PERMITS.run(redis, keys, args))
        .thenApply(answer -> new String(answer, StandardCharsets.US_ASCII).split("\\|", -1));
  }

  private static Gcra.Grant grant(String[] fields) {
    return new Gcra.Grant(
        Integer.parseInt(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]));
  }
}
