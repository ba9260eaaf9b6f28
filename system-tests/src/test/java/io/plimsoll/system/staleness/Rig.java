package io.plimsoll.system.staleness;

import static org.awaitility.Awaitility.await;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The stack with a standby that the API reads from, a proxy on every link, and the judge's slot.
 */
final class Rig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One that a standby has as well, so the judge can go on after a failover. */
  private static final String SLOT =
      "select pg_create_logical_replication_slot('"
          + Slot.NAME
          + "', 'test_decoding', false, false, true)";

  private final Proxies proxies = new Proxies();
  private final Stack stack;
  private final History history = new History();
  private final AtomicLong barriers = new AtomicLong();
  private final AtomicLong versions = new AtomicLong();
  private final Slot slot;
  private volatile PostgresUrl primary;

  private Rig(int standbys) throws SQLException {
    Path catalog = resource("catalog.yaml");
    List<String> tables = List.copyOf(CatalogParser.parse(catalog).tables());
    stack =
        Stack.builder()
            .catalog(catalog)
            .services(Service.API, Service.CDC)
            .links(proxies)
            .standbys(standbys)
            .origin((operator, passwords) -> setUp(operator, tables, passwords))
            .build();
    proxies.listen(stack.kafka());
    stack.start();
    primary = stack.endpoints().postgres();
    sql(SLOT);
    slot = new Slot(this::primary, history);
  }

  static Rig start() throws SQLException {
    return new Rig(1);
  }

  /**
   * With a standby that gets each commit before the judge does, and one more behind it, which
   * follows when that one is promoted.
   */
  static Rig forFailover() throws SQLException {
    Rig rig = new Rig(2);
    List<EmbeddedStandby> standbys = rig.stack.standbys();
    Replay.cascade(standbys.getFirst(), standbys.getLast());
    rig.sql(
        "alter system set synchronized_standby_slots = 'plimsoll_standby_1'",
        "select pg_reload_conf()");
    return rig;
  }

  private static List<String> setUp(
      Connection operator, List<String> tables, Map<String, String> passwords) {
    try (Statement statement = operator.createStatement();
        InputStream schema = url("schema.sql").openStream()) {
      statement.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
      return new OriginSetup().apply(operator, Layout.find().originSql(), tables, passwords);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | OriginSetupException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URL url(String name) {
    return Objects.requireNonNull(Rig.class.getResource("/staleness/" + name), name);
  }

  private static Path resource(String name) {
    try {
      return Path.of(url(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Stack stack() {
    return stack;
  }

  /** The database that takes writes, as its operator. */
  PostgresUrl primary() {
    return primary;
  }

  /** The services, the load and the judge go on with the standby, which has been promoted. */
  void failOver() {
    primary = stack.endpoints().standbys().getFirst();
    int port = stack.standbys().getFirst().port();
    proxies.of(Link.API_POSTGRES).retarget(port);
    proxies.of(Link.WORKER_POSTGRES).retarget(port);
  }

  Proxies proxies() {
    return proxies;
  }

  /** The worker's admin listener. */
  URI admin() {
    return stack.endpoints().admin(Service.CDC);
  }

  History history() {
    return history;
  }

  /** A number no transaction has had. */
  long nextVersion() {
    return versions.incrementAndGet();
  }

  /** A connection of the operator, past the proxies. */
  Connection connect() throws SQLException {
    PostgresUrl postgres = primary;
    String url = postgres.jdbcUrl() + "?connectTimeout=5&socketTimeout=100";
    return DriverManager.getConnection(url, postgres.user(), postgres.password());
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of all rows. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new java.util.ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  /** Where the WAL stands. */
  long walPosition() throws SQLException {
    return LogSequenceNumber.valueOf(rows("select pg_current_wal_insert_lsn()").getFirst())
        .asLong();
  }

  /** Returns when the slot has told all that has been committed so far. */
  void caughtUp() throws SQLException {
    long barrier = barriers.decrementAndGet();
    sql("insert into journal values (%d)".formatted(barrier));
    await("the judge's slot to tell what was committed")
        .atMost(PATIENCE)
        .until(() -> history.knows(barrier));
  }

  @Override
  public void close() {
    try (proxies;
        stack) {
      slot.close();
    }
  }
}
