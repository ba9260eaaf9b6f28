package io.plimsoll.system.simulation;

import java.util.Map;
import java.util.TreeMap;

final class Run {
  public static void main(String[] args) {
    long from = Long.parseLong(args[0]);
    long count = Long.parseLong(args[1]);
    Map<String, Long> sums = new TreeMap<>();
    long stepStart=0; long started = System.nanoTime();
    int bad = 0;
    for (long seed = from; seed < from + count && bad < 5; seed++) {
      String verdict;
      try { verdict = Simulation.run(seed, sums); } catch (RuntimeException e) { e.printStackTrace(); verdict = "threw " + e; }
      if (!verdict.isEmpty()) {
        bad++;
        System.out.println(seed + " " + verdict);
        if (args.length > 2) Simulation.trace(seed).forEach(System.out::println);
      }
    }
    System.out.println((System.nanoTime() - started) / 1e9 + " s");
    sums.forEach((k, v) -> System.out.println(k + " " + v));
  }
}
