package io.plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.redis.RedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Stores an answer over the product's connection, with the same keys, and without the check: what a
 * fill would cost a cache that trusts its luck. Thread-safe.
 */
final class UncheckedFill {
  private static final String SCRIPT = "unchecked-fill.lua";
  private final SecureRandom random = new SecureRandom();
  private final RedisConnection connection;
  private final String prefix;
  private final byte[] epoch;
  private final String sha1;

  UncheckedFill(RedisConnection connection, String namespace, String epoch) {
    this.connection = connection;
    this.prefix = "{" + namespace + "}:";
    this.epoch = bytes(epoch);
    byte[] source = source();
    this.sha1 = connection.call(redis -> redis.scriptLoad(source)).toCompletableFuture().join();
  }

  private static byte[] source() {
    try (InputStream in = UncheckedFill.class.getResourceAsStream(SCRIPT)) {
      return Objects.requireNonNull(in, SCRIPT).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it was stored: always, or the stage fails. */
  CompletionStage<Boolean> fill(Fill fill) {
    byte[][] keys = keys(fill).toArray(byte[][]::new);
    byte[][] args = args(fill).toArray(byte[][]::new);
    return connection
        .call(redis -> redis.<byte[]>evalsha(sha1, ScriptOutputType.VALUE, keys, args))
        .thenApply(answer -> new String(answer, UTF_8).equals("stored"));
  }

  private List<byte[]> keys(Fill fill) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(bytes(prefix + "e:" + fill.query().key()));
    keys.add(bytes(prefix + "l:" + fill.query().key()));
    fill.query().tags().forEach(tag -> keys.add(bytes(prefix + "t:" + tag)));
    return keys;
  }

  private List<byte[]> args(Fill fill) {
    String fields =
        String.join(
            "|",
            Long.toString(fill.ttl().toMillis()),
            fill.content().found() ? "1" : "0",
            fill.content().etag(),
            Long.toString(fill.load().toNanos() / 1_000),
            Long.toString(fill.admission().startedMicros()),
            "", // no stamp
            "", // no captured tags
            "");
    return List.of(
        epoch,
        bytes(Long.toString(fill.ttl().toMillis())),
        bytes(fields),
        fill.content().body(),
        bytes(HexFormat.of().toHexDigits(random.nextLong())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
