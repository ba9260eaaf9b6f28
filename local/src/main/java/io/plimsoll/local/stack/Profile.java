package io.plimsoll.local.stack;

import java.util.List;
import java.util.Map;

/** What the stack's worker is tuned for. */
public enum Profile {
  /** Little CPU while nobody writes. */
  DEFAULT("default"),

  /** Commits leave all caches as soon as can be, for about half a core while nobody writes. */
  LOW_LATENCY("low-latency");

  private final String label;

  Profile(String label) {
    this.label = label;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }

  /** A batch of changes waits for Debezium's poll interval, and may do so twice. */
  Map<String, String> environment(Service service) {
    return isTuned(service) ? Map.of("PLIMSOLL_CAPTURE_POLL_INTERVAL", "1ms") : Map.of();
  }

  /**
   * After a service's own flags: the JVM takes the last of two that say the same. A young
   * generation that is seldom collected keeps the collector out of the p99.
   */
  List<String> flags(Service service) {
    return isTuned(service) ? List.of("-Xms640m", "-Xmx640m", "-Xmn400m") : List.of();
  }

  private boolean isTuned(Service service) {
    return this == LOW_LATENCY && service == Service.CDC;
  }
}
