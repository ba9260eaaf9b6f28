package io.plimsoll.local.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Free TCP ports of 127.0.0.1, below the range from which the system gives ports to outgoing
 * connections: a client that retries against a stopped server must never be given the server's own
 * port. Thread-safe; never gives the same port twice.
 */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  private final Random random = new Random();
  private final Set<Integer> given = new HashSet<>();

  /** A port nobody listens on now. */
  public synchronized int next() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new ServerException(
        "no free port between %d and %d on 127.0.0.1".formatted(LOWEST, HIGHEST));
  }

  /** Whether a server could listen on this port of 127.0.0.1 now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
