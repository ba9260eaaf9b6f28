package io.plimsoll.system.simulation;

import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.StandbyOptions;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.system.WalWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;

/**
 * A Postgres as it is, and a standby. Its synchronous standby never comes: who waits for it waits
 * until he is cancelled. Nothing is flushed but by those who wait for that.
 */
final class RealPostgres implements AutoCloseable {
  static final String SLOT = "fakes";
  private static final String DATABASE = "postgres";

  private final Watchdog watchdog = Watchdog.start();
  private final EmbeddedPostgres primary;
  private final EmbeddedStandby standby;
  private WalWriter walWriter;
  private boolean promoted;

  RealPostgres(Path folder) throws Exception {
    Ports ports = new Ports();
    Binaries binaries = new Binaries(Layout.find().binaries());
    Map<String, String> settings =
        Map.of(
            "synchronous_standby_names", "nobody",
            "synchronous_commit", "local",
            "autovacuum", "off",
            "bgwriter_lru_maxpages", "0",
            "checkpoint_timeout", "1h");
    primary =
        new EmbeddedPostgres(
            binaries, folder.resolve("primary"), ports.next(), "secret", settings, watchdog);
    standby =
        new EmbeddedStandby(
            "the standby",
            binaries,
            primary,
            folder.resolve("standby"),
            ports.next(),
            StandbyOptions.of("standby").withSlot(),
            watchdog);
    primary.start();
    try (Connection operator = connect()) {
      execute(operator, "create table articles (id int primary key, version bigint not null)");
      execute(operator, "create table authors (id int primary key, version bigint not null)");
      new OriginSetup()
          .apply(
              operator,
              Layout.find().originSql(),
              List.of(Rows.ARTICLE_TABLE, Rows.AUTHOR_TABLE),
              Map.of("plimsoll_reader", "reader"));
      execute(
          operator,
          "select pg_create_logical_replication_slot('%s', 'test_decoding')".formatted(SLOT));
    }
    standby.start();
    walWriter = holdWalWriter();
  }

  static ConditionFactory soon(String what) {
    return await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(2));
  }

  Connection connect() throws SQLException {
    return promoted ? standby.connect(DATABASE) : primary.connect(DATABASE);
  }

  Connection connectToStandby() throws SQLException {
    return standby.connect(DATABASE);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(rows.getString(column)));
        }
        all.add(row);
      }
      return all;
    }
  }

  static String value(Connection connection, String sql) throws SQLException {
    return rows(connection, sql).getFirst().getFirst();
  }

  private WalWriter holdWalWriter() throws Exception {
    try (Connection operator = connect()) {
      return WalWriter.hold(operator);
    }
  }

  private String process(String sql) throws SQLException {
    try (Connection operator = connect()) {
      return value(operator, sql);
    }
  }

  /** All of it is on disk; takes no id. */
  static void flush(Connection operator) throws SQLException {
    execute(operator, "select pg_logical_emit_message(false, 'fakes', '', true)");
  }

  static Lsn flushed(Connection operator) throws SQLException {
    return Lsn.parse(value(operator, "select pg_current_wal_flush_lsn()"));
  }

  /** While nothing runs. */
  static long nextXid(Connection operator) throws SQLException {
    return Stamp.Primary.parse(value(operator, "select pg_current_snapshot()")).xmax().value();
  }

  /** Everything that was not flushed is gone. */
  void crash(Connection any) throws Exception {
    walWriter.kill();
    soon("the sessions' end").until(() -> !any.isValid(5));
    soon("recovery").until(primary::answers);
    walWriter = holdWalWriter();
  }

  /** Nothing reaches the standby any more. */
  void cutOff() throws Exception {
    WalWriter.signal("STOP", process("select pid from pg_stat_replication"));
  }

  /** The standby becomes the primary. */
  void promote() {
    primary.kill();
    standby.promote();
    promoted = true;
  }

  @Override
  public void close() {
    standby.close();
    primary.close();
    watchdog.close();
  }
}
