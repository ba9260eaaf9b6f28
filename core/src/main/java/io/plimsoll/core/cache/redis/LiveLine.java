package io.plimsoll.core.cache.redis;

import io.lettuce.core.RedisConnectionException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line in use: made again until the first one is open, and replaced when it is silent.
 * Thread-safe; lines end with their {@link Wire}.
 */
final class LiveLine {
  private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);

  private final Wire wire;
  private final Runnable opened;
  private final AtomicBoolean replacing = new AtomicBoolean();
  private final AtomicReference<CompletableFuture<Wire.Line>> line =
      new AtomicReference<>(new CompletableFuture<>());

  /**
   * Does not connect yet.
   *
   * @param opened run when another line has come into use; must not wait
   */
  LiveLine(Wire wire, Runnable opened) {
    this.wire = wire;
    this.opened = opened;
  }

  /** Begins; afterwards lettuce reconnects what was open once. */
  void connect() {
    line.set(
        wire.connect()
            .whenComplete((fresh, failure) -> {
              if (failure == null) {
                opened.run();
              }
            }));
  }

  /** Whether the last attempt has led to an open connection. */
  boolean isOpen() {
    CompletableFuture<Wire.Line> current = current();
    return current.state() == Future.State.SUCCESS && current.resultNow().isOpen();
  }

  /**
   * The line.
   *
   * @throws RedisConnectionException when none has been open yet
   */
  Wire.Line get() {
    CompletableFuture<Wire.Line> current = current();
    if (current.state() != Future.State.SUCCESS) {
      throw new RedisConnectionException("not connected to " + wire.address());
    }
    return current.resultNow();
  }

  /** Tries again when the first attempt has failed. */
  void upkeep() {
    CompletableFuture<Wire.Line> current = current();
    switch (current.state()) {
      case RUNNING, SUCCESS -> {}
      case FAILED, CANCELLED -> {
        log.warn(
            "code=redis-unreachable address={} cause=\"{}\" trying again",
            wire.address(),
            current.state() == Future.State.CANCELLED
                ? "cancelled"
                : current.exceptionNow().getMessage());
        connect();
      }
    }
  }

  /**
   * Puts a new line in the place of a silent one. The other end may be gone without a word, so that
   * TCP would try for many minutes; but it may also be busy, so the old one is kept until a new one
   * is open.
   */
  void replace(int partition) {
    if (!replacing.compareAndSet(false, true)) {
      return;
    }
    log.warn(
        "code=redis-silent address={} partition={} connecting anew", wire.address(), partition);
    Wire.Line silent = get();
    var _ =
        wire.connect()
            .whenComplete((fresh, failure) -> {
              replacing.set(false);
              if (failure == null) {
                line.set(CompletableFuture.completedFuture(fresh));
                opened.run();
                closed(silent);
              } else {
                log.warn(
                    "code=redis-unreachable address={} cause=\"{}\" the silent connection stays",
                    wire.address(),
                    failure.getMessage());
              }
            });
  }

  private void closed(Wire.Line silent) {
    var _ =
        silent
            .connection()
            .closeAsync()
            .whenComplete((nothing, failure) -> {
              if (failure != null) {
                log.warn("code=redis-close-failed address={}", wire.address(), failure);
              }
            });
  }

  private CompletableFuture<Wire.Line> current() {
    return Objects.requireNonNull(line.get());
  }
}
