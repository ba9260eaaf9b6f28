package io.plimsoll.system.gaps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An address that leads to one server and later to another, as a virtual IP or a DNS name does
 * after a promotion. Closing it closes the connections through it.
 */
final class Door implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int target;

  Door() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Leads to this port of 127.0.0.1 from now on, and ends what went elsewhere. */
  void leadTo(int port) {
    target = port;
    sockets.forEach(Door::close);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      Socket origin = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(origin);
      Thread.ofVirtual().start(() -> copy(client, origin));
      copy(origin, client);
    } catch (IOException e) {
      close(client); // Nobody listens there: the client sees its connection closed.
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      close(from); // One of them is gone; so is the other one then.
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(Door::close);
  }
}
