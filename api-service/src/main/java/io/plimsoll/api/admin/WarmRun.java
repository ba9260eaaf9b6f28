package io.plimsoll.api.admin;

import io.plimsoll.api.http.PathRequests;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadThrough;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * One list of requests, read through the cache at a bounded rate. Each is done when it is cached:
 * one that finds the caches not ready, as after a start, is tried again for a while. Thread-safe.
 */
final class WarmRun {
  /** More would take the connections of those who wait for an answer. */
  private static final int AT_ONCE = 4;

  private static final int TRIES = 60;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int TOLD = 20;

  /** Why a request is not cached. */
  record Failure(String path, String reason) {}

  /**
   * What came of one attempt.
   *
   * @param again whether another one may succeed
   */
  private record Try(Optional<String> failure, boolean again) {
    static final Try DONE = new Try(Optional.empty(), false);
  }

  /** How far it is. */
  record Progress(boolean running, int done, int failed, int left, List<Failure> failures) {
    Progress {
      failures = List.copyOf(failures);
    }
  }

  private final List<String> paths;
  private final long intervalNanos;
  private final Function<String, PathRequests.Asked> requests;
  private final ReadThrough reads;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private int done;
  private int failed;
  private final List<Failure> failures = new ArrayList<>();
  private final Thread thread = Thread.ofVirtual().name("warm").unstarted(this::run);
  private volatile boolean stopped;

  /**
   * Takes its parts; {@link #start} begins.
   *
   * @param perSecond requests begun, at most
   */
  WarmRun(
      List<String> paths,
      int perSecond,
      Function<String, PathRequests.Asked> requests,
      ReadThrough reads) {
    this.paths = List.copyOf(paths);
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.requests = requests;
    this.reads = reads;
  }

  void start() {
    thread.start();
  }

  /** Begins no further request. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /** Returns when it has ended. */
  void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean running() {
    return thread.getState() != Thread.State.NEW && thread.isAlive();
  }

  Progress progress() {
    boolean running = running(); // Before the counts: a run that has ended has counted all.
    synchronized (failures) {
      return new Progress(running, done, failed, paths.size() - done - failed, failures);
    }
  }

  private void run() {
    long next = System.nanoTime();
    for (String path : paths) {
      for (long wait = next - System.nanoTime();
          wait > 0 && !stopped;
          wait = next - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      slots.acquireUninterruptibly();
      if (stopped) {
        slots.release();
        break;
      }
      next = Math.max(next, System.nanoTime() - intervalNanos) + intervalNanos;
      Thread.ofVirtual().start(() -> warm(path));
    }
    slots.acquireUninterruptibly(AT_ONCE); // Those under way.
  }

  private void warm(String path) {
    try {
      Try last = attempt(path);
      for (int i = 1; i < TRIES && last.again() && !stopped; i++) {
        LockSupport.parkNanos(PAUSE.toNanos());
        last = attempt(path);
      }
      ended(path, last);
    } finally {
      slots.release();
    }
  }

  private Try attempt(String path) {
    return switch (requests.apply(path)) {
      case PathRequests.Asked.Found found -> read(found.request());
      case PathRequests.Asked.NoRoute() -> new Try(Optional.of("no-such-path"), false);
      case PathRequests.Asked.Invalid(String problem) -> new Try(Optional.of(problem), false);
    };
  }

  private Try read(ReadRequest request) {
    try {
      Answer answer = reads.read(request).toCompletableFuture().join();
      return answer.outcome() instanceof Answer.Outcome.Fetched fetched && !fetched.stored()
          ? new Try(
              Optional.of(fetched.refused().orElse(fetched.reason()).label()), request.cacheable())
          : Try.DONE;
    } catch (RuntimeException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      return new Try(Optional.of(String.valueOf(cause.getMessage())), true);
    }
  }

  private void ended(String path, Try last) {
    synchronized (failures) {
      if (last.failure().isEmpty()) {
        done++;
      } else {
        failed++;
        if (failures.size() < TOLD) {
          failures.add(new Failure(path, last.failure().get()));
        }
      }
    }
  }
}
