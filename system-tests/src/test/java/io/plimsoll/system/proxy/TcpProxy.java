package io.plimsoll.system.proxy;

import io.plimsoll.local.server.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A link between two programs on this machine that can fail. Listens on a port of 127.0.0.1 and
 * passes on to another one; healthy at first. Thread-safe; at most {@value #MOST} connections, two
 * virtual threads each; {@link #close} resets what is open.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int MOST = 512;
  private static final Ports PORTS = new Ports();

  private volatile int target;
  private final int port;
  private final Gate gate = new Gate();
  private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile UnaryOperator<byte[]> rewrite = UnaryOperator.identity();
  private ServerSocket listener;

  private TcpProxy(int target, int port) {
    this.target = target;
    this.port = port;
    this.listener = listen();
  }

  /** A healthy link to a port of 127.0.0.1. */
  public static TcpProxy to(int target) {
    // Not 0: a port that the system hands out could be another's while the link is cut.
    return new TcpProxy(target, PORTS.next());
  }

  /** Where the link begins. */
  public int port() {
    return port;
  }

  /** Connections that exist now. */
  public int connections() {
    return relays.size();
  }

  /** Resets what is connected; who connects is refused. */
  public synchronized void cut() {
    gate.set(new Condition.Cut());
    close(listener);
    relays.forEach(Relay::reset);
  }

  /**
   * Takes everything of these flows and passes nothing on, not even an end, and closes nothing; a
   * new connection is accepted and leads nowhere. What was held is delivered when the link heals,
   * as TCP would.
   */
  public synchronized void blackHole(Set<Flow> flows) {
    relisten();
    gate.set(new Condition.BlackHole(flows));
  }

  /**
   * Delays each piece.
   *
   * @param bytesPerSecond of each flow of each connection
   */
  public synchronized void slow(Duration latency, long bytesPerSecond) {
    relisten();
    gate.set(new Condition.Slow(latency, bytesPerSecond));
  }

  /** Ends a cut, hole or slowness. */
  public synchronized void heal() {
    gate.set(new Condition.Clear());
    relisten();
  }

  /** Leads new connections to another port, and resets those that exist: what a failover does. */
  public synchronized void retarget(int port) {
    target = port;
    relays.forEach(Relay::reset);
  }

  /**
   * Changes what the server says, from the next piece on, on all connections; the identity ends it.
   * A piece is what one read returned, not a message.
   */
  public void rewrite(UnaryOperator<byte[]> change) {
    rewrite = change;
  }

  private void relisten() {
    if (listener.isClosed()) {
      listener = listen();
    }
  }

  private ServerSocket listen() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      threads.execute(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  private void accept(ServerSocket socket) {
    while (true) {
      Socket client;
      try {
        client = socket.accept();
      } catch (IOException e) {
        return; // closed: the link was cut, or the proxy ends
      }
      Relay relay = new Relay(client, gate, piece -> rewrite.apply(piece));
      relays.add(relay);
      if (relays.size() > MOST || gate.condition() instanceof Condition.Cut) {
        relay.reset();
        relays.remove(relay);
      } else {
        threads.execute(() -> run(relay));
      }
    }
  }

  private void run(Relay relay) {
    try {
      relay.run(target, threads);
    } finally {
      relays.remove(relay);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    gate.set(new Condition.Closed());
    close(listener);
    relays.forEach(Relay::reset);
    threads.close();
  }
}
