package io.plimsoll.system.staleness;

import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** What a fault strikes, and how long it lasts. Used by one thread. */
final class Stage {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Rig rig;
  private final Load load;
  private final Duration length;
  private final Random random;
  private Optional<Long> crashed = Optional.empty();

  Stage(Rig rig, Load load, Duration length, Random random) {
    this.rig = rig;
    this.load = load;
    this.length = length;
    this.random = random;
  }

  Rig rig() {
    return rig;
  }

  Load load() {
    return load;
  }

  Random random() {
    return random;
  }

  /** Lets the load go on under the fault for its length. */
  void hold() {
    hold(length);
  }

  /** Lets the load go on for a while: the only thing to be waited for is time. */
  void hold(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    await("the fault's length")
        .atMost(time.plus(PATIENCE))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> System.nanoTime() - until >= 0);
  }

  /** Everything works again when answers from the cache have what has been committed by now. */
  void recovered() throws SQLException {
    load.countFreshFrom(rig.walPosition());
    await("answers from the cache after the fault")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> load.freshHits() >= 20);
  }

  /** To be called when commits that returned have just been lost. */
  void crashed() {
    crashed = Optional.of(System.nanoTime());
  }

  /** What may have been read although the slot never told it. */
  Lost lost() {
    return crashed.map(at -> new Lost(rig.history().untold(), at)).orElse(Lost.NOTHING);
  }
}
