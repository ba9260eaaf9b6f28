package io.plimsoll.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends GETs over kept-alive connections, one request at a time on each, and reads every answer.
 * One thread reads; in an open loop the caller's thread sends. Runs one after the other; close it
 * at the end. A connection that breaks ends the run with a {@link LoadException}.
 */
public final class LoadGenerator implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final Selector selector;

  /**
   * Connects.
   *
   * @param target {@code http://host:port}
   */
  public LoadGenerator(URI target, int connections) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new LoadException("cannot open a selector", e);
    }
    try {
      for (int i = 0; i < connections; i++) {
        Connection connection = Connection.open(target);
        this.connections.add(connection);
        connection.register(selector);
      }
    } catch (IOException e) {
      close();
      throw new LoadException("cannot connect to " + target, e);
    }
  }

  /**
   * Requests at a fixed rate, whatever the answers do. When no connection is free a request waits
   * for one, and the wait counts as its latency.
   */
  public LoadReport open(Requests requests, double perSecond, Duration time)
      throws InterruptedException {
    long count = Math.max(1, Math.round(perSecond * time.toNanos() / 1e9));
    return new OpenLoop(selector, connections, requests).run(perSecond, count);
  }

  /**
   * On every connection the next request as soon as the answer is there, until the time is over or
   * {@code most} were sent.
   */
  public LoadReport closed(Requests requests, Duration time, long most) {
    return new ClosedLoop(selector, connections, requests).run(time, most);
  }

  @Override
  public void close() {
    IOException failed = null;
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        failed = e;
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      failed = e;
    }
    if (failed != null) {
      throw new LoadException("cannot close a connection", failed);
    }
  }
}
