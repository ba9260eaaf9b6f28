package io.plimsoll.system.staleness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.plimsoll.local.server.Server;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import io.plimsoll.system.proxy.TcpProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Steps of Redis' clock. No process may set this machine's clock for one server alone, so what
 * Redis says of its clock is changed on the way; only the times in its scripts stay, and those
 * serve nothing but the time to live that an answer shows.
 */
final class ClockFaults {
  private static final Duration STEP = Duration.ofSeconds(30);

  /** Not sooner than the services look at the clock again. */
  private static final Duration SAMPLED = Duration.ofSeconds(2);

  private static final Duration UNTIL_STALE = Duration.ofSeconds(5);

  private ClockFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("Redis' clock 30 s back", stage -> step(stage, STEP.negated())),
        new Fault("Redis' clock 30 s forth", stage -> step(stage, STEP)),
        new Fault("clock back under a fresh API", ClockFaults::backUnderFreshApi));
  }

  private static void step(Stage stage, Duration by) {
    Proxies proxies = stage.rig().proxies();
    ShiftedTime shift = new ShiftedTime(by);
    proxies.of(Link.API_REDIS).rewrite(shift);
    proxies.of(Link.WORKER_REDIS).rewrite(shift);
    stage.hold(SAMPLED);
    stage.hold();
    proxies.of(Link.API_REDIS).rewrite(piece -> piece);
    proxies.of(Link.WORKER_REDIS).rewrite(piece -> piece);
    // The clock is set back now by what it was ahead; the API would not trust it for a minute.
    Server api = stage.rig().stack().service(Service.API);
    api.kill();
    api.start();
  }

  /** The stream stands still, and Redis says all the while that hardly any time has passed. */
  private static void backUnderFreshApi(Stage stage) {
    Stack stack = stage.rig().stack();
    Server worker = stack.service(Service.CDC);
    Server api = stack.service(Service.API);
    TcpProxy redis = stage.rig().proxies().of(Link.API_REDIS);
    worker.pause();
    Instant still = Instant.now();
    stage.hold(UNTIL_STALE);
    api.kill();
    redis.rewrite(piece -> standingAt(still, piece));
    api.start();
    stage.hold(UNTIL_STALE);
    redis.rewrite(piece -> piece);
    worker.resume();
  }

  private static byte[] standingAt(Instant still, byte[] piece) {
    boolean time = new String(piece, ISO_8859_1).contains("*2\r\n$10\r\n");
    Duration back = Duration.ofSeconds(still.getEpochSecond() + 1 - Instant.now().getEpochSecond());
    return time ? new ShiftedTime(back).apply(piece) : piece;
  }
}
