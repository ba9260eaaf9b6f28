package io.plimsoll.core.cache.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoopGroup;
import io.plimsoll.core.cache.ServerClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection to Redis, or one to each server of a cluster, that reconnects by itself,
 * and the clock on the other side. Thread-safe. Commands fail at once while there is no connection:
 * the origin answers instead. A server that is away when this is made is not an error; it is
 * connected to as soon as it is there. A connection that stays silent is replaced.
 *
 * <p>In a cluster each server has a clock. The one that counts is that of the server which holds
 * the first partition: all who stamp and all who measure ask there.
 */
public final class RedisConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration SWEEP_PERIOD = Duration.ofMillis(20);

  private final ClientResources resources;
  private final Wire wire;
  private final ServerClock clock;
  private final List<Keys> partitions;
  private final Optional<FeedWatch> feeds;
  private final LiveLine line;
  private final Deadlines deadlines;
  private final Misses misses;
  private final List<ScheduledFuture<?>> ticks;

  /**
   * Connects to one server in the background, on threads of its own.
   *
   * @param uri {@code redis://[:password@]host:port[/database]}; {@code rediss} for TLS
   * @param timeout after which a command counts as failed
   * @param clock sampled from this server once a second
   */
  public RedisConnection(String uri, Duration timeout, ServerClock clock) {
    this(
        new RedisTarget(uri, false, timeout, "plimsoll", 1),
        clock,
        Resources.own(),
        Optional.empty());
  }

  private RedisConnection(
      RedisTarget target, ServerClock clock, ClientResources resources, Optional<FeedWatch> feeds) {
    this.clock = clock;
    this.feeds = feeds;
    this.partitions = Keys.of(target);
    this.deadlines = new Deadlines(target.timeout(), System::nanoTime);
    this.misses = new Misses(target.partitions());
    this.resources = resources;
    this.wire =
        target.cluster()
            ? ServerCluster.of(target.url(), target.timeout(), resources)
            : OneServer.of(target.url(), target.timeout(), resources);
    this.line = new LiveLine(wire, () -> resources.eventExecutorGroup().execute(this::probe));
    line.connect();
    this.ticks =
        List.of(
            every(TICK, new Repeated("tick", this::tick)),
            every(SWEEP_PERIOD, new Repeated("sweep", deadlines::sweep)));
  }

  /** Connects in the background, on threads of its own. */
  static RedisConnection open(RedisTarget target, ServerClock clock) {
    return new RedisConnection(target, clock, Resources.own(), Optional.empty());
  }

  /**
   * Connects in the background, on an event loop of the caller: answers arrive on its thread.
   *
   * @param loop stays the caller's
   * @param feeds told of each partition's state once a second
   */
  static RedisConnection open(
      RedisTarget target, ServerClock clock, EventLoopGroup loop, FeedWatch feeds) {
    return new RedisConnection(target, clock, Resources.on(loop), Optional.of(feeds));
  }

  private ScheduledFuture<?> every(Duration period, Repeated task) {
    return resources
        .eventExecutorGroup()
        .scheduleAtFixedRate(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Host and port, without credentials. */
  public String address() {
    return wire.address();
  }

  /** Whether the last attempt has led to an open connection. */
  public boolean isOpen() {
    return line.isOpen();
  }

  @Override
  public void close() {
    ticks.forEach(tick -> tick.cancel(false));
    wire.close();
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  ServerClock clock() {
    return clock;
  }

  /** Runs a command; the stage fails with a {@code RedisException} when there is no connection. */
  public <T> CompletionStage<T> call(
      Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
    try {
      return deadlines.watch(command.apply(line.get().commands()));
    } catch (RedisException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** A script and not the command: its key leads to the server whose clock counts. */
  CompletionStage<Long> timeMicros() {
    long sent = System.nanoTime();
    List<byte[]> key = List.of(partitions.getFirst().control());
    return call(redis -> Scripts.TIME.run(redis, key, List.of()))
        .thenApply(time -> {
          long micros = Long.parseLong(new String(time, StandardCharsets.US_ASCII));
          clock.sampled(micros, sent);
          return micros;
        });
  }

  private void tick() {
    line.upkeep();
    probe();
  }

  /** Samples the clock, and asks each partition for a sign of life. */
  private void probe() {
    if (!line.isOpen()) {
      return;
    }
    timeMicros()
        .whenComplete((micros, failure) -> {
          if (failure != null) {
            log.debug("code=redis-time-failed the clock's last sample stays in use", failure);
          }
        });
    for (int i = 0; i < partitions.size(); i++) {
      int partition = i;
      byte[] key = partitions.get(i).control();
      call(redis -> redis.get(key))
          .whenComplete((state, failure) -> {
            if (failure == null) {
              misses.answered(partition);
            } else if (failure instanceof TimeoutException && misses.missed(partition)) {
              line.replace(partition);
            }
          })
          .thenAccept(state -> feeds.ifPresent(watch -> watch.saw(partition, state)))
          .exceptionally(failure -> {
            unavailable("probe", failure);
            return null;
          });
    }
  }

  /**
   * A cache that is away is counted by its outcome; what else went wrong must be seen in the log.
   */
  static void unavailable(String what, Throwable failure) {
    Throwable cause = Script.unwrap(failure);
    if (!(cause instanceof RedisException || cause instanceof TimeoutException)) {
      log.error("code=cache-{}-failed the cache's answer could not be used", what, cause);
    }
  }
}
