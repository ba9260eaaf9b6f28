package io.plimsoll.system.staleness;

import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What an operator, an application or the kernel does to Postgres. */
final class OriginFaults {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OURS =
      "select %s from pg_stat_activity where usename like 'plimsoll\\_%%' and pid <> pg_backend_pid()";

  private OriginFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("pg_terminate_backend of all", stage -> terminate(stage.rig())),
        new Fault("kill -9 of a backend", OriginFaults::killBackend),
        new Fault("slot dropped", OriginFaults::dropSlot),
        new Fault("sync-rep hang, cancelled", OriginFaults::hang),
        new Fault("crash with synchronous_commit=off", OriginFaults::lazyCrash),
        new Fault("TRUNCATE", OriginFaults::truncate),
        new Fault("DDL", OriginFaults::ddl));
  }

  private static void terminate(Rig rig) throws SQLException {
    rig.rows(OURS.formatted("pg_terminate_backend(pid)"));
  }

  /** The postmaster then ends all others and recovers from the WAL. */
  private static void killBackend(Stage stage) throws SQLException {
    Rig rig = stage.rig();
    long pid = Long.parseLong(rig.rows(OURS.formatted("pid")).getFirst());
    ProcessHandle backend =
        ProcessHandle.of(rig.stack().postgres().pid())
            .orElseThrow()
            .descendants()
            .filter(child -> child.pid() == pid)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(pid + " is no backend of this Postgres"));
    backend.destroyForcibly();
    await("Postgres to recover").atMost(PATIENCE).until(() -> rig.stack().postgres().answers());
  }

  private static void dropSlot(Stage stage) {
    // The worker is reading it, and comes back at once: what ends it and the drop are one try.
    await("the slot to be dropped")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> {
          stage
              .rig()
              .sql(
                  "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = 'plimsoll' and active_pid is not null",
                  "select pg_drop_replication_slot('plimsoll')");
          return true;
        });
  }

  /** Commits wait for a standby that does not exist; cancelled, they are visible all the same. */
  private static void hang(Stage stage) throws SQLException {
    Rig rig = stage.rig();
    rig.sql("alter system set synchronous_standby_names = 'nobody'", "select pg_reload_conf()");
    stage.hold();
    cancelWaiting(rig);
    stage.hold();
    rig.sql("alter system reset synchronous_standby_names", "select pg_reload_conf()");
    await("nobody to wait").atMost(PATIENCE).until(() -> cancelWaiting(rig).isEmpty());
  }

  private static List<String> cancelWaiting(Rig rig) throws SQLException {
    return rig.rows(
        "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
  }

  static void lazyCrash(Stage stage) {
    stage.load().lazily(true);
    stage.hold();
    stage.rig().stack().postgres().kill();
    stage.crashed();
    stage.load().lazily(false);
    stage.rig().stack().postgres().start();
  }

  private static void truncate(Stage stage) throws SQLException {
    long version = stage.rig().nextVersion();
    stage.rig().sql("truncate item; insert into journal values (%d)".formatted(version));
    stage.rig().history().acknowledged(version);
    stage.hold();
  }

  /** A new column, a table rewritten, and the columns as they were. */
  private static void ddl(Stage stage) throws SQLException {
    stage.rig().sql("alter table item add column note text");
    stage.rig().sql("update item set note = 'x' where id % 2 = 0");
    stage.hold();
    stage.rig().sql("alter table item alter column note type int using length(note)");
    stage.hold();
    stage.rig().sql("alter table item drop column note");
  }
}
