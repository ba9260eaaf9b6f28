package io.plimsoll.system.staleness;

import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.Server;
import io.plimsoll.local.stack.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A standby that falls behind, loses its origin, or goes a way of its own. */
final class StandbyFaults {
  /** Longer than any bound: what the standby shows is too old for everybody then. */
  private static final Duration TOO_OLD = Duration.ofMillis(2_500);

  private StandbyFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("replay paused", StandbyFaults::pause),
        new Fault("replay and worker paused", StandbyFaults::pauseWithWorker),
        new Fault("replay paused, Postgres crashed", StandbyFaults::crashWhilePaused),
        new Fault("standby without its origin", StandbyFaults::withoutOrigin),
        new Fault("standby promoted by mistake", StandbyFaults::fork));
  }

  private static EmbeddedStandby standby(Stage stage) {
    return stage.rig().stack().standbys().getFirst();
  }

  private static void pause(Stage stage) throws SQLException {
    Replay.pause(standby(stage));
    stage.hold(TOO_OLD);
    stage.hold();
    Replay.resume(standby(stage));
  }

  /** No cache hears of changes, nor holds a read back that is from before them. */
  private static void pauseWithWorker(Stage stage) throws SQLException {
    Server worker = stage.rig().stack().service(Service.CDC);
    worker.pause();
    pause(stage);
    worker.resume();
  }

  /** It shows the incarnation before the crash, then the heartbeats of before, then those after. */
  private static void crashWhilePaused(Stage stage) throws SQLException {
    Replay.pause(standby(stage));
    OriginFaults.lazyCrash(stage);
    stage.hold();
    Replay.resume(standby(stage));
  }

  /** It answers for as long as it may; started again, it receives nothing and says nothing. */
  private static void withoutOrigin(Stage stage) {
    Server origin = stage.rig().stack().postgres();
    origin.kill();
    stage.hold(TOO_OLD);
    standby(stage).kill();
    standby(stage).start();
    stage.hold();
    origin.start();
  }

  /** The services stay with the primary. What is written on the other one never happened. */
  private static void fork(Stage stage) throws SQLException {
    EmbeddedStandby standby = standby(stage);
    standby.promote();
    stage.promoted();
    long never = stage.rig().nextVersion();
    Replay.ask(standby, "update box set version = " + never);
    Replay.ask(standby, "update item set version = " + never);
    stage.hold();
    stage.replaced();
    standby.stop();
    standby.discard();
    standby.start();
  }
}
