package io.plimsoll.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Probes;
import io.plimsoll.local.server.Server;
import io.plimsoll.local.server.ServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three servers as one stack. */
class StackIT {
  @TempDir Path folder;

  @Test
  void stack_startedAndClosed_leavesNoProcessPortOrFile() {
    Set<Long> before = children();
    Map<String, Duration> ready = new ConcurrentHashMap<>();
    Path data;
    List<Integer> ports;
    try (Stack stack = Stack.builder().listener(recording(ready)).build()) {
      stack.start();
      data = stack.data();
      ports = List.of(stack.postgres().port(), stack.redis().port(), stack.kafka().port());
      assertThat(stack.children()).allMatch(Server::answers);
      assertThat(
              Probes.postgres(
                  stack.endpoints().postgres().jdbcUrl(),
                  "postgres",
                  stack.credentials().superuser()))
          .isTrue();
    }
    System.out.println("ready after " + new TreeMap<>(ready));

    assertThat(ready).containsOnlyKeys("Postgres", "Redis", "Kafka");
    assertThat(children()).isEqualTo(before);
    assertThat(ports).allMatch(Ports::isFree);
    assertThat(data).doesNotExist();
  }

  @Test
  void stack_onKeptData_usesTheSamePasswordsAndDatabase() {
    Credentials first;
    try (Stack stack = Stack.builder().data(folder).build()) {
      stack.start();
      first = stack.credentials();
      assertThatThrownBy(() -> Stack.builder().data(folder).build())
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("is used by another running stack");
    }
    try (Stack stack = Stack.builder().data(folder).build()) {
      stack.start();
      assertThat(stack.credentials()).isEqualTo(first);
      assertThat(stack.postgres().answers()).isTrue();
    }
    assertThat(folder.resolve("credentials.properties")).exists();
  }

  @Test
  void stack_withStandbys_readsFromEachAndLeavesNothing() throws SQLException {
    Set<Long> before = children();
    Path data;
    try (Stack stack = Stack.builder().data(folder).standbys(2).build()) {
      stack.start();
      data = stack.data();
      assertReplicated(stack);
      stack.standbys().getFirst().promote();
    }
    try (Stack stack = Stack.builder().data(folder).standbys(1).build()) {
      stack.start();
      assertReplicated(stack);
    }
    assertThat(children()).isEqualTo(before);
    assertThat(data.resolve("standby-1")).exists();
  }

  private static void assertReplicated(Stack stack) throws SQLException {
    PostgresUrl primary = stack.endpoints().postgres();
    String wanted = value(primary, "select pg_current_wal_flush_lsn()");
    for (PostgresUrl standby : stack.endpoints().standbys()) {
      assertThat(value(standby, "select pg_is_in_recovery()")).isEqualTo("t");
      await(standby.address())
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              value(standby, "select pg_last_wal_replay_lsn() >= '%s'".formatted(wanted))
                  .equals("t"));
    }
    assertThat(
            value(
                primary,
                "select string_agg(slot_name, ',' order by slot_name) from pg_replication_slots"))
        .isEqualTo(
            stack.standbys().size() == 2
                ? "plimsoll_standby_1,plimsoll_standby_2"
                : "plimsoll_standby_1");
  }

  private static String value(PostgresUrl url, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return String.valueOf(row.getString(1));
    }
  }

  @Test
  void stack_busyPort_startsNothing() throws IOException {
    Set<Long> before = children();
    try (ServerSocket busy =
        new ServerSocket(new Ports().next(), 1, InetAddress.getLoopbackAddress())) {
      int port = busy.getLocalPort() - 2;

      assertThatThrownBy(() -> Stack.builder().port(port).build())
          .isInstanceOf(ServerException.class)
          .hasMessageMatching(
              "port (\\d+, )*%d(, \\d+)* of 127.0.0.1 is in use .*"
                  .formatted(busy.getLocalPort())); // And maybe a neighbour, of somebody else.
    }
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void stack_unreachableServers_startsNothing() {
    int closed = new Ports().next();
    Set<Long> before = children();

    assertStartFails(
        Stack.builder().redis(URI.create("redis://:x@127.0.0.1:" + closed)),
        "Redis at 127.0.0.1:" + closed);
    assertStartFails(Stack.builder().kafka("127.0.0.1:" + closed), "Kafka at 127.0.0.1:" + closed);
    PostgresUrl postgres =
        PostgresUrl.parse("postgresql://me:x@127.0.0.1:%d/db".formatted(closed), Map.of());
    assertStartFails(Stack.builder().postgres(postgres), "Postgres at 127.0.0.1:" + closed);

    assertThat(children()).isEqualTo(before);
  }

  @Test
  void stack_wrongPasswords_startsNothing() {
    try (Stack other = Stack.builder().kafka("127.0.0.1:1").build()) {
      other.postgres().start();
      other.redis().start();
      Set<Long> before = children();

      PostgresUrl url = new PostgresUrl(other.postgres().jdbcUrl("postgres"), "postgres", "wrong");
      assertStartFails(Stack.builder().postgres(url), "refuses the password of postgres");
      URI redis = URI.create("redis://:wrong@127.0.0.1:" + other.redis().port());
      assertStartFails(Stack.builder().redis(redis), "WRONGPASS");

      assertThat(children()).isEqualTo(before);
    }
  }

  @Test
  void stack_failingOriginStep_stopsEverything() {
    Set<Long> before = children();
    OriginStep failing =
        (operator, passwords) -> {
          throw new ServerException("no such table");
        };
    Stack stack = Stack.builder().origin(failing).build();

    assertThatThrownBy(stack::start).hasMessage("no such table");

    assertThat(children()).isEqualTo(before);
    assertThat(Files.exists(stack.data())).isFalse();
  }

  private static void assertStartFails(StackBuilder builder, String message) {
    Stack stack = builder.build();
    assertThatThrownBy(stack::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining(message);
    assertThat(stack.data()).doesNotExist();
  }

  private static StackListener recording(Map<String, Duration> ready) {
    return new StackListener() {
      @Override
      public void ready(String part, Duration took) {
        ready.put(part, took);
      }
    };
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
