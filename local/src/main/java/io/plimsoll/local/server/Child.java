package io.plimsoll.local.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One running child process with all its descendants. Thread-safe; ends with {@link #stop} or
 * {@link #kill}.
 */
public final class Child {
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "JAVA_HOME");
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private final Process process;
  private final Watchdog watchdog;

  private Child(Process process, Watchdog watchdog) {
    this.process = process;
    this.watchdog = watchdog;
  }

  public static Child start(Launch launch, Signal stopSignal, Watchdog watchdog) {
    ProcessBuilder builder = new ProcessBuilder(launch.command());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.putAll(launch.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    try {
      Process process = builder.start();
      watchdog.guard(process.pid(), stopSignal);
      feed(process, launch);
      return new Child(process, watchdog);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + launch.command().getFirst(), e);
    }
  }

  private static void feed(Process process, Launch launch) throws IOException {
    OutputStream input = process.getOutputStream();
    try {
      input.write(launch.input().getBytes(UTF_8));
      input.flush();
      if (!launch.holdInput()) {
        input.close();
      }
    } catch (IOException e) {
      // A child that ended already is reported by whoever waits for it to be ready, with its log.
      if (process.isAlive()) {
        throw e;
      }
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public int exitCode() {
    return process.exitValue();
  }

  /**
   * Waits for a process that ends by itself, and returns its exit code; kills it when interrupted.
   */
  public int awaitExit() {
    try {
      int exit = process.waitFor();
      watchdog.release(process.pid());
      return exit;
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted", e);
    }
  }

  /** Signals this process first, so that it starts no child meanwhile, then its descendants. */
  void pause() {
    signal(Signal.STOP, Stream.of(process.toHandle()));
    signal(Signal.STOP, process.descendants());
  }

  void resume() {
    signal(Signal.CONT, Stream.concat(process.descendants(), Stream.of(process.toHandle())));
  }

  /** Asks, waits, then kills; returns when no process of the tree is left. */
  public void stop(Signal signal, Duration patience) {
    List<ProcessHandle> tree = tree();
    signal(signal, Stream.of(process.toHandle()));
    resume();
    if (!ended(tree, patience)) {
      kill();
    }
    watchdog.release(process.pid());
  }

  /** {@code kill -9} for the whole tree; returns when it is gone. */
  public void kill() {
    List<ProcessHandle> tree = tree();
    tree.forEach(ProcessHandle::destroyForcibly);
    if (!ended(tree, AFTER_KILL)) {
      throw new ServerException(
          "process %d survived kill -9 for %s".formatted(process.pid(), AFTER_KILL));
    }
    watchdog.release(process.pid());
  }

  private List<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Waits in any case: what is left running would write into folders that are being removed. */
  private static boolean ended(List<ProcessHandle> tree, Duration patience) {
    CompletableFuture<?>[] exits =
        tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          CompletableFuture.allOf(exits).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new ServerException("cannot wait for process " + tree.getFirst().pid(), e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void signal(Signal signal, Stream<ProcessHandle> processes) {
    List<String> pids =
        processes.filter(ProcessHandle::isAlive).map(p -> Long.toString(p.pid())).toList();
    if (pids.isEmpty()) {
      return;
    }
    List<String> command = Stream.concat(Stream.of("kill", "-" + signal), pids.stream()).toList();
    try {
      // The exit code does not matter: a process may end between the look and the signal.
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill(1)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
