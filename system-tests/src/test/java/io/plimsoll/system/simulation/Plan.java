package io.plimsoll.system.simulation;

import java.time.Duration;
import java.util.List;

/**
 * What one seed sets up.
 *
 * @param beatMicros between heartbeats
 * @param writeMicros mean time between transactions
 * @param readMicros mean time between reads
 * @param faults how many faults are thrown in
 */
record Plan(
    int instances,
    List<String> tiers,
    int standbys,
    int heartbeats,
    long beatMicros,
    long writeMicros,
    long readMicros,
    int faults,
    boolean busy,
    Duration bound,
    Duration grace,
    Duration ttl,
    Duration leaseWait) {
  /** Faults happen up to here, µs. */
  static final long FAULTS_END = 2_600_000;

  /** And are all over by here. */
  static final long CALM = 3_000_000;

  /** By now everything is as if nothing had happened. */
  static final long END = 5_500_000;

  static Plan of(Scheduler chance) {
    List<List<String>> tiers =
        List.of(List.of("l1", "redis"), List.of("l1", "redis"), List.of("redis"), List.of("l1"));
    long[] bounds = {300, 600, 1_000};
    return new Plan(
        1 + chance.below(2),
        tiers.get(chance.below(tiers.size())),
        chance.chance(0.35) ? 1 + chance.below(2) : 0,
        chance.chance(0.3) ? 2 : 1,
        chance.between(60_000, 200_000),
        chance.between(15_000, 150_000),
        chance.between(8_000, 40_000),
        chance.below(7),
        chance.chance(0.03),
        Duration.ofMillis(bounds[chance.below(bounds.length)]),
        chance.chance(0.25) ? Duration.ofMillis(400) : Duration.ZERO,
        chance.chance(0.2) ? Duration.ofSeconds(1) : Duration.ofSeconds(20),
        Duration.ofMillis(chance.chance(0.5) ? 20 : 250));
  }
}
