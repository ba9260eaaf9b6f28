package io.plimsoll.local.doctor;

import java.time.Duration;
import java.util.List;

/** How far a server's clock is from this machine's. */
final class Clock {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private Clock() {}

  /**
   * The judgement.
   *
   * @param ahead of the server's clock, against the middle of the question
   * @param roundTrip of the question: half of it is not known
   */
  static List<Finding> judge(Rule rule, Duration ahead, Duration roundTrip) {
    String found =
        "%d ms %s, to within %d ms"
            .formatted(
                ahead.abs().toMillis(),
                ahead.isNegative() ? "behind" : "ahead",
                roundTrip.toMillis() / 2 + 1);
    boolean far = ahead.abs().minus(roundTrip.dividedBy(2)).compareTo(LIMIT) > 0;
    return List.of(
        far
            ? rule.warn(
                found, new Fix.Advice("run chrony or ntpd on both machines: chronyc tracking"))
            : rule.ok(found));
  }
}
