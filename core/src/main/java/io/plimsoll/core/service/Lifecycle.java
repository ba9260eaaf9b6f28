package io.plimsoll.core.service;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process has to close, closed in reverse order, once: by {@link #close}, or when the JVM
 * ends. Thread-safe.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /** Something to close with its name for the log. */
  private record Part(String name, AutoCloseable resource) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  /**
   * Registers what must be closed; closes it at once when the end has begun.
   *
   * @return the resource
   */
  public <T extends AutoCloseable> T closing(String name, T resource) {
    synchronized (parts) {
      if (!closing) {
        parts.push(new Part(name, resource));
        return resource;
      }
    }
    close(new Part(name, resource));
    return resource;
  }

  /** Closes everything when the JVM ends by SIGTERM, SIGINT or System.exit. */
  public void closeAtExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
  }

  /** Ends the JVM (exit code 0) when standard input ends: the process that held it is gone. */
  public void exitWithParent() {
    Thread.ofPlatform()
        .daemon()
        .name("parent-watch")
        .start(() -> {
          awaitEndOfInput();
          LOG.info("standard input ended; stopping with the parent");
          Runtime.getRuntime().exit(0);
        });
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // whatever is written there has no meaning
      }
    } catch (IOException e) {
      LOG.debug("standard input failed, which is its end too", e);
    }
  }

  /** Waits until all is closed. */
  public void await() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() {
    synchronized (parts) {
      if (closing) {
        return;
      }
      closing = true;
    }
    while (!parts.isEmpty()) {
      close(parts.pop());
    }
    closed.countDown();
  }

  private static void close(Part part) {
    try {
      part.resource().close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.atWarn()
          .addKeyValue("code", "close-failed")
          .addKeyValue("part", part.name())
          .setCause(e)
          .log("could not be closed; going on with the others");
    }
  }
}
