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
  private long promoted = Long.MAX_VALUE;
  private long replaced = Long.MAX_VALUE;

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

  /** Everything works again when caches and standbys answer with what has been committed by now. */
  void recovered() throws SQLException {
    load.countFreshFrom(rig.walPosition());
    await("answers of caches and standbys after the fault")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> load.freshHits() >= 20 && load.freshFromStandby() >= 5);
  }

  /** To be called when commits that returned have just been lost. */
  void crashed() {
    crashed = Optional.of(System.nanoTime());
  }

  /** To be called when the first standby has become a primary of its own. */
  void promoted() {
    promoted = System.nanoTime();
  }

  /** To be called before it becomes a standby again. */
  void replaced() {
    replaced = System.nanoTime();
  }

  /**
   * Whether it was read from the first standby when that was none. One that shared another's read
   * may be of before.
   */
  boolean isOfPromoted(Answer answer) {
    return answer.source().equals("standby-1")
        && !answer.cacheStatus().contains("collapsed")
        && promoted != Long.MAX_VALUE
        && answer.asked() - promoted > 0
        && (replaced == Long.MAX_VALUE || answer.answered() - replaced < 0);
  }

  /** What may have been read although the slot never told it. */
  Lost lost() {
    return crashed.map(at -> new Lost(rig.history().untold(), at)).orElse(Lost.NOTHING);
  }
}
