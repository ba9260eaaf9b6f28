package io.plimsoll.system.proxy;

import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Where each piece of a flow waits as long as the link's condition says. Thread-safe. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition changed = lock.newCondition();
  private Condition condition = new Condition.Clear();

  void set(Condition value) {
    lock.lock();
    try {
      if (!(condition instanceof Condition.Closed)) {
        condition = value;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Condition condition() {
    lock.lock();
    try {
      return condition;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when a piece may go on; a change of the condition counts at once. */
  void pass(Flow flow, int bytes) throws IOException {
    lock.lock();
    try {
      long began = System.nanoTime();
      for (long left = left(flow, bytes, began); left > 0; left = left(flow, bytes, began)) {
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private long left(Flow flow, int bytes, long began) throws SocketException {
    long waits = waits(flow, bytes);
    return waits == Long.MAX_VALUE ? waits : began + waits - System.nanoTime();
  }

  private long waits(Flow flow, int bytes) throws SocketException {
    return switch (condition) {
      case Condition.Clear clear -> 0;
      case Condition.BlackHole hole -> hole.flows().contains(flow) ? Long.MAX_VALUE : 0;
      case Condition.Slow slow ->
          slow.latency().toNanos() + TimeUnit.SECONDS.toNanos(bytes) / slow.bytesPerSecond();
      case Condition.Cut cut -> throw new SocketException("the link is cut");
      case Condition.Closed closed -> throw new SocketException("the proxy is closed");
    };
  }
}
