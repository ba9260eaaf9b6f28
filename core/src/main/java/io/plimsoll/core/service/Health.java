package io.plimsoll.core.service;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a service is ready, by named checks. A check runs on each question, so it must read a
 * state, not ask a server. Thread-safe.
 */
public final class Health {
  private final Map<String, Check> checks = new ConcurrentHashMap<>();
  private final Map<String, Check> degrading = new ConcurrentHashMap<>();

  /** One part that must be ready. */
  @FunctionalInterface
  public interface Check {
    /** Why it is not ready and what is done about it; empty when it is. */
    Optional<String> notReady();
  }

  /**
   * Adds a check.
   *
   * @param name of the part, such as {@code redis}
   */
  public void add(String name, Check check) {
    add(checks, name, check);
  }

  /**
   * Adds a check of a part without which the service works, if less well.
   *
   * @param name of the part, such as {@code redis}
   */
  public void addDegrading(String name, Check check) {
    add(degrading, name, check);
  }

  private static void add(Map<String, Check> checks, String name, Check check) {
    if (checks.putIfAbsent(name, check) != null) {
      throw new IllegalArgumentException("there is a check " + name + " already");
    }
  }

  /** The parts that are not ready, each with its reason; empty when all are. */
  public SortedMap<String, String> failing() {
    return failing(checks);
  }

  /** The parts that the service does without at the moment, each with its reason. */
  public SortedMap<String, String> degraded() {
    return failing(degrading);
  }

  private static SortedMap<String, String> failing(Map<String, Check> checks) {
    SortedMap<String, String> failing = new TreeMap<>();
    checks.forEach((name, check) -> reason(check).ifPresent(why -> failing.put(name, why)));
    return failing;
  }

  private static Optional<String> reason(Check check) {
    try {
      return check.notReady();
    } catch (RuntimeException e) {
      return Optional.of("the check failed: " + e);
    }
  }
}
