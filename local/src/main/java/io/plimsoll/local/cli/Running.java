package io.plimsoll.local.cli;

import io.plimsoll.local.server.Server;
import io.plimsoll.local.stack.Stack;
import io.plimsoll.local.stack.StackBuilder;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A stack from its start to the signal that ends it, with its state file. */
final class Running implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 1_000;

  private final Stack stack;
  private final StateFolder states;
  private final UpOutput output;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stopping;

  private Running(Stack stack, StateFolder states, UpOutput output) {
    this.stack = stack;
    this.states = states;
    this.output = output;
  }

  static Running start(StackBuilder builder, StateFolder states, UpOutput output) {
    Stack stack = builder.build();
    Running running = new Running(stack, states, output);
    // Exit code 0: the user asked for the end, and it was done.
    Runtime.getRuntime().addShutdownHook(new Thread(running::endedBySignal, "stop"));
    try {
      stack.watchdog().removeIfOrphaned(states.file(stack.endpoints().port()));
      stack.start();
      states.write(States.of(stack));
      return running;
    } catch (RuntimeException e) {
      running.afterFailure(e);
      throw e;
    }
  }

  /** The signal's thread ends the process: a failure that it caused is not worth a message. */
  private void afterFailure(RuntimeException failure) {
    if (stopping) {
      awaitClosed();
    }
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  Stack stack() {
    return stack;
  }

  /** Returns when a signal has ended the stack; tells once of each part that ended by itself. */
  void await() throws InterruptedException {
    Set<Server> gone = new HashSet<>();
    while (!closed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
      for (Server server : stack.children()) {
        if (!stopping && !server.isAlive() && gone.add(server)) {
          output.ended(server);
        }
      }
    }
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void endedBySignal() {
    if (closed.getCount() == 0) {
      return;
    }
    stopping = true;
    close();
    Runtime.getRuntime().halt(0);
  }

  @Override
  public void close() {
    stopping = true;
    try {
      stack.close();
    } finally {
      states.remove(stack.endpoints().port());
      closed.countDown();
    }
  }
}
