package io.plimsoll.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of several ways to do the same thing, which are measured in turns: a machine that changes its
 * pace changes it for all. CPU time is summed over the rounds, as it comes in steps of 10 ms.
 */
final class Rival {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS = 1e9;
  private static final int WARM_UPS = 3;

  private final String name;
  private final Work work;
  private final Map<String, Duration> cpu = new LinkedHashMap<>();
  private Duration elapsed = Duration.ZERO;
  private long done;
  private long failed;

  /** What a round did. */
  record Count(long done, long failed) {
    Count plus(Count other) {
      return new Count(done + other.done, failed + other.failed);
    }
  }

  /** Works for about so long. */
  @FunctionalInterface
  interface Work {
    Count run(Duration time) throws InterruptedException;
  }

  Rival(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Runs all in turns; the first turns are not counted, or who begins would pay for the JIT. */
  static void alternate(List<Rival> rivals, int rounds, Duration round, CpuClock clock)
      throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      for (Rival rival : rivals) {
        rival.work.run(round);
      }
    }
    for (int i = 0; i < rounds; i++) {
      for (Rival rival : rivals) {
        rival.round(round, clock);
      }
    }
  }

  private void round(Duration time, CpuClock clock) throws InterruptedException {
    Map<String, Duration> before = clock.read();
    long began = System.nanoTime();
    Count count = work.run(time);
    elapsed = elapsed.plusNanos(System.nanoTime() - began);
    Map<String, Duration> after = clock.read();
    after.forEach((process, total) ->
        cpu.merge(
            process, total.minus(before.getOrDefault(process, Duration.ZERO)), Duration::plus));
    add(count);
  }

  private void add(Count count) {
    done += count.done();
    failed += count.failed();
  }

  String name() {
    return name;
  }

  /** Of all processes together, for one of the things done, µs. */
  double cpuMicros() {
    return micros(cpu.values().stream().reduce(Duration.ZERO, Duration::plus));
  }

  double perSecond() {
    return done / (elapsed.toNanos() / NANOS);
  }

  long failed() {
    return failed;
  }

  void figures(Section.Builder section) {
    section.figure(name, "rate", perSecond(), "/s").figure(name, "CPU", cpuMicros(), "µs");
    cpu.forEach((process, total) -> section.figure(name, process, micros(total), "µs"));
  }

  private double micros(Duration total) {
    return total.toNanos() / NANOS_PER_MICRO / done;
  }
}
