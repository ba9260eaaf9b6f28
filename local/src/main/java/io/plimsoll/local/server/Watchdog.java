package io.plimsoll.local.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A small shell process that ends the guarded processes, and removes the named files, when this JVM
 * is gone, even by {@code kill -9}: it waits for the end of its standard input, which only this JVM
 * holds open.
 *
 * <p>Thread-safe. The creator closes it after the last guarded process has ended.
 */
public final class Watchdog implements AutoCloseable {
  private final Process shell;
  private final OutputStream orders;

  private Watchdog(Process shell) {
    this.shell = shell;
    this.orders = shell.getOutputStream();
  }

  /** Starts the shell process. */
  public static Watchdog start() {
    try (InputStream script = Watchdog.class.getResourceAsStream("watchdog.sh")) {
      String text = new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
      ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", text, "plimsoll-watchdog");
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/bin:/bin");
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      return new Watchdog(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the watchdog with /bin/sh", e);
    }
  }

  /** Removes a file or folder, with all it holds, if this JVM dies before {@link #close}. */
  public void removeIfOrphaned(Path path) {
    order("remove " + path.toAbsolutePath());
  }

  void guard(long pid, Signal signal) {
    order("guard " + pid + ":" + signal);
  }

  void release(long pid) {
    order("release " + pid);
  }

  long pid() {
    return shell.pid();
  }

  private synchronized void order(String line) {
    try {
      orders.write((line + "\n").getBytes(UTF_8));
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the watchdog process %d is gone".formatted(shell.pid()), e);
    }
  }

  @Override
  public void close() {
    if (shell.isAlive()) {
      order("bye");
    }
    try {
      orders.close();
      if (!shell.waitFor(2, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shell.destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
