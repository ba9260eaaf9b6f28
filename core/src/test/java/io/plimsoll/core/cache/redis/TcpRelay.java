package io.plimsoll.core.cache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes bytes on to a port of this machine, until a connection is made a black hole. */
final class TcpRelay implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Passage> passages = new CopyOnWriteArrayList<>();

  /** One connection, both ways. */
  private static final class Passage {
    private final Socket client;
    private final Socket server;
    private volatile boolean blackHole;

    Passage(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void run() {
      Thread.ofVirtual().start(() -> pass(client, server));
      Thread.ofVirtual().start(() -> pass(server, client));
    }

    private void pass(Socket from, Socket to) {
      byte[] buffer = new byte[8_192];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!blackHole) {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        blackHole = true; // One side has gone; nothing is left to pass on.
      }
    }

    void close() throws IOException {
      client.close();
      server.close();
    }
  }

  TcpRelay(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return passages.size();
  }

  /** What is open now stays open and answers nothing any more; new connections are fine. */
  void blackHole() {
    passages.forEach(p -> p.blackHole = true);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Passage passage = new Passage(client, new Socket(InetAddress.getLoopbackAddress(), target));
        passages.add(passage);
        passage.run();
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Passage passage : passages) {
        passage.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
