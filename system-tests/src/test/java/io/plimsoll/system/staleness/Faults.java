package io.plimsoll.system.staleness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults a run goes through, in an order that its seed gives. */
final class Faults {
  private Faults() {}

  /** Every fault but those of the links, of which each link has one and each way is among them. */
  static List<Fault> some(Random random) {
    List<Fault> some = withoutLinks();
    some.addAll(LinkFaults.some(random.nextInt(5)));
    Collections.shuffle(some, random);
    return some;
  }

  static List<Fault> all(Random random) {
    List<Fault> all = withoutLinks();
    all.addAll(LinkFaults.all());
    Collections.shuffle(all, random);
    return all;
  }

  /** By part of the name. */
  static List<Fault> named(String part, Random random) {
    List<Fault> all = all(random);
    all.removeIf(fault -> !fault.name().contains(part));
    return all;
  }

  private static List<Fault> withoutLinks() {
    List<Fault> faults = new ArrayList<>(ProcessFaults.all());
    faults.addAll(RedisFaults.all());
    faults.addAll(ClockFaults.all());
    faults.addAll(OriginFaults.all());
    return faults;
  }
}
