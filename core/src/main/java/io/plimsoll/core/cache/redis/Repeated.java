package io.plimsoll.core.cache.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that a scheduler repeats, and that must go on: a scheduler ends a task that throws, and
 * tells nobody.
 *
 * @param name for the log
 */
record Repeated(String name, Runnable task) implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Repeated.class);

  @Override
  public void run() {
    try {
      task.run();
    } catch (Throwable e) { // An error too would end the task without a word.
      log.error("code=repeated-task-failed task={} goes on with its next run", name, e);
    }
  }
}
