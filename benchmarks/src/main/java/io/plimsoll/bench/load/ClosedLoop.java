package io.plimsoll.bench.load;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;

/** One run of {@link LoadGenerator#closed}. */
final class ClosedLoop {
  private final Selector selector;
  private final List<Connection> connections;
  private final Requests requests;
  private long sent;

  ClosedLoop(Selector selector, List<Connection> connections, Requests requests) {
    this.selector = selector;
    this.connections = connections;
    this.requests = requests;
  }

  LoadReport run(Duration time, long most) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    AnswerLoop answers =
        new AnswerLoop(
            selector,
            (connection, now) -> {
              if (now < end && sent < most) {
                connection.send(requests.number(sent++), now);
              }
            });
    try {
      for (Connection connection : connections) {
        connection.send(requests.number(sent++), System.nanoTime());
      }
      for (long read = 0; read < sent; ) {
        read += answers.turn();
      }
    } catch (IOException e) {
      throw new LoadException("a connection broke", e);
    }
    return answers.report(start);
  }
}
