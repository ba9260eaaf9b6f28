package io.plimsoll.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real standby of a real primary: what it shows, and what remains of it. */
class EmbeddedStandbyIT {
  private static final Binaries BINARIES = new Binaries(Path.of("target", "embedded"));
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Path folder;
  private final Set<Long> before = children();
  private final Ports ports = new Ports();
  private final Watchdog watchdog = Watchdog.start();
  private final EmbeddedPostgres primary;
  private final EmbeddedStandby standby;

  EmbeddedStandbyIT(@TempDir Path folder) {
    this.folder = folder;
    primary =
        new EmbeddedPostgres(
            BINARIES, folder.resolve("primary"), ports.next(), "it's secret", Map.of(), watchdog);
    standby =
        new EmbeddedStandby(
            "Standby 1",
            BINARIES,
            primary,
            folder.resolve("standby"),
            ports.next(),
            StandbyOptions.of("standby_1").withSlot().withFailoverSlots("postgres"),
            watchdog);
  }

  @BeforeEach
  void start() throws SQLException {
    primary.start();
    execute("create table kept (id int)");
    execute("insert into kept values (1)");
    execute(
        "select pg_create_logical_replication_slot('failover', 'pgoutput', false, false, true)");
    standby.start();
  }

  @AfterEach
  void stop() {
    standby.close();
    primary.close();
    watchdog.close();
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void standby_ofARunningPrimary_showsOldAndNewRows() throws SQLException {
    assertThat(query("select pg_is_in_recovery()")).isEqualTo("t");
    awaitRows("1");
    execute("insert into kept values (2)");
    awaitRows("1,2");
    assertThat(
            onPrimary("select state from pg_stat_replication where application_name = 'standby_1'"))
        .isEqualTo("streaming");
    await("the failover slot")
        .atMost(SOON)
        .until(() ->
            query(
                    "select count(*) from pg_replication_slots where slot_name = 'failover' and synced")
                .equals("1"));
  }

  @Test
  void standby_withReplayPaused_showsNewRowsOnlyAfterwards() throws SQLException {
    awaitRows("1");
    query("select pg_wal_replay_pause()");
    await("the pause")
        .until(() -> query("select pg_get_wal_replay_pause_state()").equals("paused"));

    execute("insert into kept values (2)");
    String written = onPrimary("select pg_current_wal_flush_lsn()");
    await("the row to be received")
        .atMost(SOON)
        .until(
            () -> query("select pg_last_wal_receive_lsn() >= '%s'".formatted(written)).equals("t"));
    assertThat(rows()).isEqualTo("1");

    query("select pg_wal_replay_resume()");
    awaitRows("1,2");
  }

  @Test
  void standby_promoted_acceptsWritesOnANewTimeline() throws SQLException {
    awaitRows("1");

    standby.promote();

    try (Connection connection = standby.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("insert into kept values (3)");
    }
    assertThat(rows()).isEqualTo("1,3");
    assertThat(query("select left(pg_walfile_name(pg_current_wal_lsn()), 8)"))
        .isEqualTo("00000002");
    standby.restart();
    assertThat(rows()).as("stays what it became").isEqualTo("1,3");
  }

  @Test
  void standby_stoppedKilledAndDiscarded_comesBackAndCatchesUp() throws SQLException {
    standby.stop();
    execute("insert into kept values (2)");
    standby.start();
    awaitRows("1,2");

    standby.kill();
    execute("insert into kept values (3)");
    standby.start();
    awaitRows("1,2,3");

    assertThatThrownBy(standby::discard).isInstanceOf(ServerException.class);
    standby.stop();
    standby.discard();
    assertThat(folder.resolve("standby").resolve("pgdata")).doesNotExist();
    standby.start();
    awaitRows("1,2,3");
  }

  @Test
  void standby_pausedAndResumed_answersAgain() {
    standby.pause();
    assertThat(standby.answers()).isFalse();
    standby.resume();
    await("resumed").atMost(SOON).until(standby::answers);
  }

  private void awaitRows(String expected) {
    await("the standby's rows").atMost(SOON).until(this::rows, expected::equals);
  }

  private String rows() throws SQLException {
    return query("select string_agg(id::text, ',' order by id) from kept");
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = standby.connect("postgres")) {
      return first(connection, sql);
    }
  }

  private String onPrimary(String sql) throws SQLException {
    try (Connection connection = primary.connect("postgres")) {
      return first(connection, sql);
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = primary.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
