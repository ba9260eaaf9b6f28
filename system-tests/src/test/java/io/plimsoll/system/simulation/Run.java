package io.plimsoll.system.simulation;

import java.util.Map;
import java.util.TreeMap;

final class Run {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("m")) { mutants(args); return; }
    long from = Long.parseLong(args[0]);
    long count = Long.parseLong(args[1]);
    Map<String, Long> sums = new TreeMap<>();
    Simulation s = new Simulation();
    int bad = 0;
    java.lang.management.ThreadMXBean b = java.lang.management.ManagementFactory.getThreadMXBean();
    long cpu = b.getCurrentThreadCpuTime();
    for (long seed = from; seed < from + count && bad < 8; seed++) {
      if ((seed - from) % 500 == 499) { System.out.println(seed + " cpu/seed ms " + (b.getCurrentThreadCpuTime() - cpu) / 500e6); cpu = b.getCurrentThreadCpuTime(); }
      String verdict;
      try { verdict = s.run(seed, sums); } catch (RuntimeException e) { e.printStackTrace(); verdict = "threw " + e; }
      if (!verdict.isEmpty()) {
        bad++;
        System.out.println(seed + " " + verdict);
        if (args.length > 2) s.trace(seed).forEach(System.out::println);
      }
    }
    sums.forEach((k, v) -> System.out.println(k + " " + v));
  }
  static void mutants(String[] args) throws Exception {
    int limit = Integer.parseInt(args[1]);
    for (Mutant m : Mutants.all()) {
      if (args.length > 2 && !args[2].equals("all") && !m.name().matches(args[2])) continue;
      var run = Mutants.load(m);
      String v = ""; long seed = 0;
      try { for (seed = 1; seed <= limit && v.isEmpty(); seed++) v = run.apply(seed); } catch (RuntimeException e) { e.printStackTrace(System.out); v = "THREW " + e; }
      System.out.println("| " + m.name() + " | " + (v.isEmpty() ? "SURVIVED" : (seed - 1) + " | " + v));
    }
  }
}
