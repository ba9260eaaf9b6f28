package io.plimsoll.core.cache.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The Lua scripts, each in a resource file of its name, and how to run them. */
enum Script {
  FILL,
  APPLY,
  OPEN,
  TIME;

  private final String source;
  private final String sha1;

  Script() {
    String name = name().toLowerCase(Locale.ROOT) + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is not beside " + Script.class);
      }
      byte[] file = in.readAllBytes();
      source = new String(file, StandardCharsets.UTF_8);
      sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
