package io.plimsoll.core.cache.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A Lua script, and how to run it.
 *
 * @param sha1 of the source's bytes: its name in Redis
 */
record Script(String source, String sha1) {
  static Script of(String source) {
    try {
      byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
      return new Script(
          source, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** Runs by digest; sends the source only to a server that does not know it. */
  CompletionStage<byte[]> run(
      RedisClusterAsyncCommands<byte[], byte[]> redis, List<byte[]> keys, List<byte[]> args) {
    byte[][] keyArray = keys.toArray(byte[][]::new);
    byte[][] argArray = args.toArray(byte[][]::new);
    CompletionStage<byte[]> byDigest =
        redis.evalsha(sha1, ScriptOutputType.VALUE, keyArray, argArray);
    return byDigest.exceptionallyCompose(failure -> {
      if (unwrap(failure) instanceof RedisNoScriptException) {
        return redis.eval(source, ScriptOutputType.VALUE, keyArray, argArray);
      }
      return CompletableFuture.failedFuture(failure);
    });
  }

  static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
