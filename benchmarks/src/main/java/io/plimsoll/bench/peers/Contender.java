package io.plimsoll.bench.peers;

import io.plimsoll.bench.Section;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** One of several servers that are asked the same in turns, and what came of it. */
final class Contender {
  private static final double NANOS_PER_MICRO = 1_000;

  private final String name;
  private final Ask ask;
  private final Supplier<Duration> cpu;
  private final List<WrkReport> reports = new ArrayList<>();
  private final WarmUp warmUp = new WarmUp();
  private Duration spent = Duration.ZERO;

  /** One run of the client. */
  @FunctionalInterface
  interface Ask {
    WrkReport run(Duration time);
  }

  /** Takes the total CPU time of its processes, since their start. */
  Contender(String name, Ask ask, Supplier<Duration> cpu) {
    this.name = name;
    this.ask = ask;
    this.cpu = cpu;
  }

  static Contender of(String name, Wrk wrk, URI uri, int connections, Supplier<Duration> cpu) {
    return new Contender(name, time -> wrk.run(uri, connections, time), cpu);
  }

  /** One round, until it is as fast as it will be. */
  void warmUp(Duration time) {
    warmUp.add(ask.run(time).perSecond());
  }

  boolean isWarm() {
    return warmUp.isDone();
  }

  /** Of its processes, since their start. */
  Duration cpu() {
    return cpu.get();
  }

  /** One round that counts. */
  void round(Duration time) {
    Duration before = cpu.get();
    reports.add(ask.run(time));
    spent = spent.plus(cpu.get().minus(before));
  }

  String name() {
    return name;
  }

  double perSecond() {
    return median(WrkReport::perSecond);
  }

  double goodPerSecond() {
    return median(WrkReport::goodPerSecond);
  }

  double p50Micros() {
    return median(WrkReport::p50Micros);
  }

  double p99Micros() {
    return median(WrkReport::p99Micros);
  }

  /** Summed over the rounds: the clock has steps of 10 ms. */
  double cpuMicros() {
    return spent.toNanos()
        / NANOS_PER_MICRO
        / reports.stream().mapToLong(WrkReport::requests).sum();
  }

  long refused() {
    return reports.stream().mapToLong(WrkReport::refused).sum();
  }

  long broken() {
    return reports.stream().mapToLong(WrkReport::broken).sum();
  }

  void figures(Section.Builder section) {
    section
        .figure(name, "rate", perSecond(), "/s")
        .figure(name, "CPU", cpuMicros(), "µs")
        .figure(name, "p50", p50Micros(), "µs")
        .figure(name, "p99", p99Micros(), "µs");
  }

  private double median(ToDoubleFunction<WrkReport> value) {
    double[] sorted = reports.stream().mapToDouble(value).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalStateException(name + " had no round");
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
