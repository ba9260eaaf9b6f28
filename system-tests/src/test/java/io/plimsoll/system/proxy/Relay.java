package io.plimsoll.system.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;

/** One proxied connection: two flows, a thread each. Ends when both have, or by {@link #reset}. */
final class Relay {
  private static final int PIECE = 16_384;

  private final Socket client;
  private final Socket server = new Socket();
  private final Gate gate;
  private final UnaryOperator<byte[]> rewrite;
  private final CountDownLatch flows = new CountDownLatch(2);

  Relay(Socket client, Gate gate, UnaryOperator<byte[]> rewrite) {
    this.client = client;
    this.gate = gate;
    this.rewrite = rewrite;
  }

  /** Returns when the connection has ended. */
  void run(int port, ExecutorService threads) {
    try {
      gate.pass(Flow.TO_SERVER, 0);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      threads.execute(() -> pump(Flow.TO_SERVER, client, server));
      threads.execute(() -> pump(Flow.TO_CLIENT, server, client));
      flows.await();
    } catch (IOException e) {
      reset(); // the client learns that there is nobody
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
    close(client, false);
    close(server, false);
  }

  private void pump(Flow flow, Socket from, Socket to) {
    try {
      copy(flow, from, to);
    } catch (IOException e) {
      // One side has gone: the other must learn it, but not through a hole.
      passOn(flow);
      reset();
    } finally {
      flows.countDown();
    }
  }

  private void copy(Flow flow, Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] buffer = new byte[PIECE];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      gate.pass(flow, read);
      byte[] piece = Arrays.copyOf(buffer, read);
      out.write(flow == Flow.TO_CLIENT ? rewrite.apply(piece) : piece);
    }
    gate.pass(flow, 0);
    to.shutdownOutput();
  }

  private void passOn(Flow flow) {
    try {
      gate.pass(flow, 0);
    } catch (IOException e) {
      return; // cut or closed: there is no hole any more
    }
  }

  /** Both sides get a reset. */
  void reset() {
    close(client, true);
    close(server, true);
  }

  private static void close(Socket socket, boolean reset) {
    try {
      if (reset && !socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (java.net.SocketException e) {
      return; // closed meanwhile by the other flow
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
