package io.plimsoll.core.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.plimsoll.core.cache.ServerClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection to Redis that reconnects by itself, and the clock on the other side.
 * Thread-safe. Commands fail at once while there is no connection: the origin answers instead. A
 * server that is away when this is made is not an error; it is connected to as soon as it is there.
 */
public final class RedisConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
  private static final Duration CLOCK_PERIOD = Duration.ofSeconds(1);
  private static final Duration SWEEP_PERIOD = Duration.ofMillis(20);

  /** Commands of one turn of the event loop leave in one write; 256 bounds how many wait for it. */
  private static final int FLUSH_AFTER = 256;

  /** Commands that may wait for a server that does not answer; more are refused at once. */
  private static final int QUEUE = 10_000;

  private final ClientResources resources;
  private final RedisClient client;
  private final RedisURI uri;
  private final ServerClock clock;
  private final AtomicReference<CompletableFuture<StatefulRedisConnection<byte[], byte[]>>>
      connection = new AtomicReference<>();
  private final Deadlines deadlines;
  private final List<ScheduledFuture<?>> ticks;

  /**
   * Connects in the background, on threads of its own.
   *
   * @param uri {@code redis://[:password@]host:port[/database]}; {@code rediss} for TLS
   * @param timeout after which a command counts as failed
   * @param clock sampled from this server once a second
   */
  public RedisConnection(String uri, Duration timeout, ServerClock clock) {
    this(uri, timeout, clock, ClientResources.builder().ioThreadPoolSize(2));
  }

  /**
   * Connects in the background, on an event loop of the caller: answers arrive on its thread.
   *
   * @param loop stays the caller's
   */
  public RedisConnection(String uri, Duration timeout, ServerClock clock, EventLoopGroup loop) {
    this(
        uri,
        timeout,
        clock,
        ClientResources.builder().eventLoopGroupProvider(new SharedEventLoop(loop)));
  }

  private RedisConnection(
      String uri, Duration timeout, ServerClock clock, ClientResources.Builder builder) {
    this.clock = clock;
    this.uri = RedisURI.create(uri);
    this.uri.setTimeout(timeout);
    this.deadlines = new Deadlines(timeout, System::nanoTime);
    this.resources =
        builder
            .computationThreadPoolSize(2)
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(20), Duration.ofMillis(500), 2, TimeUnit.MILLISECONDS))
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
                  }
                })
            .build();
    this.client = RedisClient.create(resources, this.uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(QUEUE)
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(timeout)
                    .tcpNoDelay(true)
                    .keepAlive(true)
                    .build())
            .build());
    connection.set(connect());
    this.ticks =
        List.of(
            every(CLOCK_PERIOD, new Repeated("tick", this::tick)),
            every(SWEEP_PERIOD, new Repeated("sweep", deadlines::sweep)));
  }

  private ScheduledFuture<?> every(Duration period, Repeated task) {
    return resources
        .eventExecutorGroup()
        .scheduleAtFixedRate(task, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Host and port, without credentials. */
  public String address() {
    return uri.getHost() + ":" + uri.getPort();
  }

  /** Whether the last attempt has led to an open connection. */
  public boolean isOpen() {
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connected();
    return current.state() == Future.State.SUCCESS && current.resultNow().isOpen();
  }

  @Override
  public void close() {
    ticks.forEach(tick -> tick.cancel(false));
    client.shutdown(0, 1, TimeUnit.SECONDS);
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  ServerClock clock() {
    return clock;
  }

  /** Runs a command; the stage fails with a {@code RedisException} when there is no connection. */
  public <T> CompletionStage<T> call(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connected();
    if (current.state() != Future.State.SUCCESS) {
      return CompletableFuture.failedStage(
          new RedisConnectionException("not connected to " + address()));
    }
    return deadlines.watch(command.apply(current.resultNow().async()));
  }

  CompletionStage<Long> timeMicros() {
    long sent = System.nanoTime();
    return call(RedisAsyncCommands::time)
        .thenApply(time -> {
          long micros = number(time.get(0)) * 1_000_000 + number(time.get(1));
          clock.sampled(micros, sent);
          return micros;
        });
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }

  private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connected() {
    return Objects.requireNonNull(connection.get());
  }

  private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connect() {
    return client
        .connectAsync(ByteArrayCodec.INSTANCE, uri)
        .toCompletableFuture()
        .whenComplete((opened, failure) -> {
          if (failure == null) {
            resources.eventExecutorGroup().execute(this::sampleClock);
          }
        });
  }

  /** lettuce reconnects what was connected once; the first connection is this class's to repeat. */
  private void tick() {
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connected();
    switch (current.state()) {
      case RUNNING -> {}
      case SUCCESS -> sampleClock();
      case FAILED, CANCELLED -> {
        log.warn(
            "code=redis-unreachable address={} cause=\"{}\" trying again",
            address(),
            current.state() == Future.State.CANCELLED
                ? "cancelled"
                : current.exceptionNow().getMessage());
        connection.set(connect());
      }
    }
  }

  private void sampleClock() {
    if (isOpen()) {
      timeMicros()
          .whenComplete((micros, failure) -> {
            if (failure != null) {
              log.debug("code=redis-time-failed the clock's last sample stays in use", failure);
            }
          });
    }
  }
}
