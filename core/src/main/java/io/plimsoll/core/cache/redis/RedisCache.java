package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.Keys.bytes;

import io.lettuce.core.SetArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheException;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Kept;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.TimeSource;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A partition in Redis. Thread-safe; does not block; completes on the connection's threads. A
 * lookup is one MGET, which Redis runs atomically, and a second one for an entry with other
 * captured tags than it had the last time; fill, apply and open are one script each.
 */
public final class RedisCache implements Cache, TimeSource {
  private static final ByteArrayCodec CODEC = ByteArrayCodec.INSTANCE;
  private static final byte[] HELD = bytes("1");

  private final RedisConnection connection;
  private final Scripts scripts;
  private final Keys keys;
  private final LookupDecision decision;
  private final SecureRandom random = new SecureRandom();

  /**
   * Takes over the connection.
   *
   * @param namespace keys begin with {@code {namespace}:}; one per partition
   */
  public RedisCache(RedisConnection connection, String namespace) {
    this(connection, namespace, Scripts.OWN);
  }

  /** With scripts that a test has altered. */
  RedisCache(RedisConnection connection, String namespace, Scripts scripts) {
    this(connection, namespace, scripts, new WatermarkGuard(connection.clock()));
  }

  /** One of several connections of a process to the same partition. */
  RedisCache(RedisConnection connection, String namespace, WatermarkGuard guard) {
    this(connection, namespace, Scripts.OWN, guard);
  }

  private RedisCache(
      RedisConnection connection, String namespace, Scripts scripts, WatermarkGuard guard) {
    this.connection = connection;
    this.scripts = scripts;
    this.keys = new Keys(namespace);
    this.decision = new LookupDecision(connection.clock(), guard);
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return orBypass(decision.look(query, this::get));
  }

  @Override
  public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
    return decision.lookAll(queries, this::get).stream().map(RedisCache::orBypass).toList();
  }

  private static CompletionStage<Lookup> orBypass(CompletionStage<Lookup> lookup) {
    return lookup.exceptionally(failure -> {
      RedisConnection.unavailable("lookup", failure);
      return new Lookup.Bypass(Lookup.Reason.UNAVAILABLE);
    });
  }

  private CompletionStage<List<byte @Nullable []>> get(List<CacheKey> entries, List<String> tags) {
    CommandArgs<byte[], byte[]> wanted = new CommandArgs<>(CODEC);
    wanted.addKey(keys.control());
    entries.forEach(key -> wanted.addKey(keys.entry(key)));
    tags.forEach(tag -> wanted.addKey(keys.tag(tag)));
    // lettuce's own mget makes a pair of each key and value, and another list.
    return connection.call(
        redis -> redis.dispatch(CommandType.MGET, new ValueListOutput<>(CODEC), wanted));
  }

  /**
   * What lies there under a key, whether it may be served or not.
   *
   * @throws CacheException in the stage, when Redis does not answer
   */
  public CompletionStage<Optional<Kept>> peek(CacheKey key) {
    return connection
        .call(redis -> redis.get(keys.entry(key)))
        .thenApply(value ->
            Optional.ofNullable(value)
                .map(EntryCodec::decode)
                .map(found -> new Kept(found.epoch(), found.stamp(), found.entry())))
        .exceptionally(failure -> {
          throw failed("peek", failure);
        });
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return run(scripts.fill(), FillCall.keys(keys, fill), FillCall.args(fill, newGeneration()))
        .thenApply(FillCall::outcome)
        .exceptionally(failure -> {
          RedisConnection.unavailable("fill", failure);
          return new Fill.Outcome.Refused(Lookup.Reason.UNAVAILABLE);
        });
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return connection
        .call(redis -> redis.set(keys.lease(key), HELD, SetArgs.Builder.nx().px(time.toMillis())))
        .thenApply("OK"::equals)
        .exceptionally(failure -> {
          RedisConnection.unavailable("lease", failure);
          return true; // A courtesy that cannot be asked for is granted.
        });
  }

  @Override
  public void release(CacheKey key) {
    connection
        .call(redis -> redis.unlink(keys.lease(key)))
        .whenComplete((removed, failure) -> {
          if (failure != null) {
            RedisConnection.unavailable("release", failure); // It ends by itself.
          }
        });
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    return run(scripts.apply(), ApplyCall.keys(keys, batch.changes()), ApplyCall.args(batch))
        .thenCompose(answer ->
            switch (text(answer)) {
              case "applied" -> done(new Batch.Outcome.Applied());
              case "no-control" -> done(new Batch.Outcome.NoControl());
              case "mismatch" -> control().thenApply(RedisCache::mismatch);
              case String other -> throw new IllegalStateException("apply.lua said " + other);
            })
        .exceptionally(failure -> {
          throw failed("apply", failure);
        });
  }

  @Override
  public CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    return run(
            scripts.apply(),
            ApplyCall.keys(keys, List.of(change)),
            ApplyCall.foretelling(incarnation, change))
        .thenApply(answer -> text(answer).equals("applied"))
        .exceptionally(failure -> {
          RedisConnection.unavailable("foretell", failure);
          return false; // The stream brings it.
        });
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    Control control =
        Control.opened(ControlCodec.hex(random.nextLong()), incarnation, position, applied, shapes);
    return run(
            scripts.open(),
            List.of(keys.control(), keys.stripes()),
            List.of(bytes(control.epoch()), bytes(ControlCodec.encode(control))))
        .thenApply(opened -> control)
        .exceptionally(failure -> {
          throw failed("open", failure);
        });
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return connection
        .call(redis -> redis.get(keys.control()))
        .thenApply(value -> Optional.ofNullable(value).map(ControlCodec::decode))
        .exceptionally(failure -> {
          throw failed("control", failure);
        });
  }

  /** How the names of its entries begin. */
  String entryPrefix() {
    return keys.entryPrefix();
  }

  @Override
  public CompletionStage<Long> timeMicros() {
    return connection
        .timeMicros()
        .exceptionally(failure -> {
          throw failed("time", failure);
        });
  }

  @Override
  public void close() {
    connection.close();
  }

  private CompletionStage<byte[]> run(Script script, List<byte[]> keys, List<byte[]> args) {
    return connection.call(redis -> script.run(redis, keys, args));
  }

  private String newGeneration() {
    return ControlCodec.hex(random.nextLong());
  }

  private static Batch.Outcome mismatch(Optional<Control> actual) {
    return actual
        .<Batch.Outcome>map(Batch.Outcome.Mismatch::new)
        .orElseGet(Batch.Outcome.NoControl::new);
  }

  private static CompletionStage<Batch.Outcome> done(Batch.Outcome outcome) {
    return CompletableFuture.completedStage(outcome);
  }

  private static String text(byte[] answer) {
    return new String(answer, StandardCharsets.ISO_8859_1);
  }

  private CompletionException failed(String what, Throwable failure) {
    Throwable cause = Script.unwrap(failure);
    return new CompletionException(
        new CacheException(
            "Redis %s at %s failed: %s".formatted(what, connection.address(), cause.getMessage()),
            cause));
  }
}
