package io.plimsoll.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One part of the stack as a child process, on a fixed port and data folder that survive {@link
 * #stop} and {@link #kill}, so that {@link #start} brings the same server back.
 *
 * <p>Thread-safe: one life-cycle call at a time. {@link #close} is {@link #stop}.
 */
public abstract sealed class Server implements AutoCloseable
    permits EmbeddedPostgres, EmbeddedStandby, EmbeddedRedis, EmbeddedKafka, ServiceProcess {
  private static final Duration PROBE_EVERY = Duration.ofMillis(20);
  private static final int LOG_LINES_SHOWN = 15;

  private final String name;
  private final Watchdog watchdog;
  private final Signal stopSignal;
  private volatile @Nullable Child child;

  Server(String name, Watchdog watchdog, Signal stopSignal) {
    this.name = name;
    this.watchdog = watchdog;
    this.stopSignal = stopSignal;
  }

  /** Prepares the data folder and says how to start the process. */
  abstract Launch launch();

  /** Whether start-up is complete; called only while the process lives. */
  abstract boolean isUp();

  /**
   * Asks the server something that only a working one answers; never longer than a second or so.
   */
  public abstract boolean answers();

  /** The file with what the process printed. */
  public abstract Path log();

  abstract Duration startPatience();

  abstract Duration stopPatience();

  final Watchdog watchdog() {
    return watchdog;
  }

  /** What people call this part. */
  public final String name() {
    return name;
  }

  /** Starts the process and waits until it is ready. Does nothing while it runs. */
  public final void start() {
    spawn();
    awaitReady();
  }

  /** Starts the process without waiting. Does nothing while it runs. */
  public final synchronized void spawn() {
    if (isAlive()) {
      return;
    }
    child = Child.start(launch(), stopSignal, watchdog);
  }

  /**
   * Waits until the server is ready.
   *
   * @throws ServerException when the process ends meanwhile, or does not become ready in time; it
   *     is stopped then
   */
  public final void awaitReady() {
    Child current = requireChild();
    long deadline = System.nanoTime() + startPatience().toNanos();
    while (!(current.isAlive() && isUp())) {
      if (!current.isAlive()) {
        throw new ServerException(
            "%s ended during start with exit code %d; %s"
                .formatted(name, current.exitCode(), logTail()));
      }
      if (System.nanoTime() - deadline > 0 || Thread.interrupted()) {
        stop();
        throw new ServerException(
            "%s was not ready within %s; %s".formatted(name, startPatience(), logTail()));
      }
      LockSupport.parkNanos(PROBE_EVERY.toNanos());
    }
  }

  /** Asks the process to end, kills it when it does not, and returns when it is gone. */
  public final synchronized void stop() {
    Child current = child;
    if (current != null) {
      current.stop(stopSignal, stopPatience());
      child = null;
    }
  }

  /** {@code kill -9} for the process and all its descendants; returns when they are gone. */
  public final synchronized void kill() {
    Child current = child;
    if (current != null) {
      current.kill();
      child = null;
    }
  }

  /** Freezes the process tree (SIGSTOP): its connections stay open and nothing answers. */
  public final synchronized void pause() {
    requireChild().pause();
  }

  /** Ends {@link #pause} (SIGCONT). */
  public final synchronized void resume() {
    requireChild().resume();
  }

  /** {@link #stop} and {@link #start}: same port, same data. */
  public final synchronized void restart() {
    stop();
    start();
  }

  /** Whether the process exists; a paused one does. */
  public final boolean isAlive() {
    Child current = child;
    return current != null && current.isAlive();
  }

  /**
   * The process id.
   *
   * @throws ServerException when it was not started
   */
  public final long pid() {
    return requireChild().pid();
  }

  @Override
  public final void close() {
    stop();
  }

  private Child requireChild() {
    Child current = child;
    if (current == null) {
      throw new ServerException(name + " is not running: start it first");
    }
    return current;
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(log());
      int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
      return "the end of its log:\n  " + String.join("\n  ", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "its log cannot be read: "
          + new UncheckedIOException(log().toString(), e).getMessage();
    }
  }
}
