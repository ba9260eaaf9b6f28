package io.plimsoll.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The CPU time, user and system, of each process that has a share in some work. */
final class CpuClock {
  private static final String BENCH = "client";

  private final Map<String, Supplier<Duration>> processes = new LinkedHashMap<>();

  /** Of this process. */
  CpuClock() {
    ProcessCpu self = new ProcessCpu(BENCH, ProcessHandle.current().pid());
    processes.put(BENCH, self::total);
  }

  /** And of another one. */
  CpuClock and(String name, Supplier<Duration> total) {
    processes.put(name, total);
    return this;
  }

  /** By process, since the starts of all. */
  Map<String, Duration> read() {
    Map<String, Duration> now = new LinkedHashMap<>();
    processes.forEach((name, total) -> now.put(name, total.get()));
    return now;
  }
}
