package io.plimsoll.bench.load;

import java.io.IOException;
import java.net.URI;

/** One connection for one request after the other, which blocks. Of one thread. */
public final class HttpProbe implements AutoCloseable {
  private final URI target;
  private final Connection connection;

  /**
   * Connects.
   *
   * @param target {@code http://host:port}
   * @throws LoadException when nothing listens
   */
  public HttpProbe(URI target) {
    this.target = target;
    try {
      connection = Connection.open(target);
    } catch (IOException e) {
      throw new LoadException("cannot connect to " + target, e);
    }
  }

  /**
   * Asks and waits.
   *
   * @throws LoadException when the connection breaks
   */
  public Answer get(String path) {
    try {
      connection.send(Requests.get(target, path), System.nanoTime());
      while (!connection.read()) {
        // reading blocks
      }
    } catch (IOException e) {
      throw new LoadException("GET " + target + path + " failed", e);
    }
    AnswerReader answer = connection.answer();
    return new Answer(answer.status(), answer.served(), answer.headers(), answer.body());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new LoadException("cannot close the connection to " + target, e);
    }
  }
}
