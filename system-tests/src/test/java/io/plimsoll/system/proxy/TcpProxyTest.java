package io.plimsoll.system.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::serve);
    proxy = TcpProxy.to(server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
    threads.close();
  }

  /** Says back what it hears, until the test closes it. */
  private void serve() {
    try {
      while (true) {
        Socket client = server.accept();
        threads.execute(() -> echo(client));
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      assertThat(e).as("the proxy was cut or closed").isInstanceOf(SocketException.class);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String hear(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), US_ASCII);
  }

  private static void hearsNothing(Socket socket) throws IOException {
    socket.setSoTimeout(200);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(10_000);
  }

  @Test
  void healthy_passesBothWays_andTheEnd() throws IOException {
    try (Socket socket = connect()) {
      say(socket, "hello");
      assertThat(hear(socket, 5)).isEqualTo("hello");
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void cut_resetsAndRefuses_untilHealed() throws IOException {
    try (Socket socket = connect()) {
      say(socket, "hello");
      hear(socket, 5);
      proxy.cut();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    proxy.heal();
    try (Socket socket = connect()) {
      say(socket, "again");
      assertThat(hear(socket, 5)).isEqualTo("again");
    }
  }

  @Test
  void blackHole_holdsAnswers_andDeliversThemWhenHealed() throws IOException {
    try (Socket socket = connect()) {
      say(socket, "one");
      hear(socket, 3);
      proxy.blackHole(Set.of(Flow.TO_CLIENT));
      say(socket, "two");
      hearsNothing(socket);
      proxy.heal();
      assertThat(hear(socket, 3)).isEqualTo("two");
    }
  }

  @Test
  void blackHole_ofBothFlows_acceptsAndHidesTheEnd() throws IOException {
    proxy.blackHole(Set.of(Flow.values()));
    Socket socket = connect();
    say(socket, "lost");
    hearsNothing(socket);
    await().until(() -> proxy.connections() == 1);
    socket.close();
    assertThat(proxy.connections()).as("the server does not learn of it").isEqualTo(1);
    proxy.heal();
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void slow_takesAtLeastTheLatency_bothWays() throws IOException {
    try (Socket socket = connect()) {
      proxy.slow(Duration.ofMillis(50), 1_000_000);
      long began = System.nanoTime();
      say(socket, "late");
      assertThat(hear(socket, 4)).isEqualTo("late");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
  }

  @Test
  void retarget_leadsNewConnectionsElsewhere() throws IOException {
    try (TcpProxy second = TcpProxy.to(proxy.port());
        Socket old = new Socket(InetAddress.getLoopbackAddress(), second.port())) {
      say(old, "hello");
      hear(old, 5);
      second.retarget(server.getLocalPort());
      assertThatThrownBy(() -> old.getInputStream().read()).isInstanceOf(SocketException.class);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), second.port())) {
        say(socket, "again");
        assertThat(hear(socket, 5)).isEqualTo("again");
      }
      assertThat(proxy.connections()).as("the first target is left").isZero();
    }
  }

  @Test
  void rewrite_changesWhatTheServerSays() throws IOException {
    proxy.rewrite(piece -> new String(piece, US_ASCII).replace('a', 'b').getBytes(US_ASCII));
    try (Socket socket = connect()) {
      say(socket, "banana");
      assertThat(hear(socket, 6)).isEqualTo("bbnbnb");
    }
  }
}
