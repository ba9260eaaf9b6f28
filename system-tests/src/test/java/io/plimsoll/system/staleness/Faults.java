package io.plimsoll.system.staleness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which faults a run goes through, in an order that its seed gives. */
final class Faults {
  private static final Set<Link> STANDBY = EnumSet.of(Link.API_STANDBY);
  private static final Set<Link> OTHERS = EnumSet.complementOf(EnumSet.of(Link.API_STANDBY));

  private Faults() {}

  /** Every fault but those of the links, of which each link has one and each way is among them. */
  static List<Fault> some(Random random) {
    int turn = random.nextInt(5);
    return mixed(LinkFaults.some(OTHERS, turn), LinkFaults.some(STANDBY, turn), random);
  }

  static List<Fault> all(Random random) {
    return mixed(LinkFaults.all(OTHERS), LinkFaults.all(STANDBY), random);
  }

  /** By part of the name. */
  static List<Fault> named(String part, Random random) {
    List<Fault> all = all(random);
    all.removeIf(fault -> !fault.name().contains(part));
    return all;
  }

  /**
   * Half of the faults of other parts strike while the standby is away: else the primary, whose
   * answers are proven in another way, would hardly be read from.
   */
  private static List<Fault> mixed(List<Fault> links, List<Fault> ofStandby, Random random) {
    List<Fault> others = new ArrayList<>(ProcessFaults.all());
    others.addAll(RedisFaults.all());
    others.addAll(ClockFaults.all());
    others.addAll(OriginFaults.all());
    others.addAll(links);
    List<Fault> all = new ArrayList<>(ofStandby);
    all.addAll(ProcessFaults.ofStandby());
    all.addAll(StandbyFaults.all());
    Collections.shuffle(others, random);
    for (int i = 0; i < others.size(); i++) {
      all.add(i % 2 == 0 ? others.get(i) : LinkFaults.noStandby(others.get(i)));
    }
    Collections.shuffle(all, random);
    return all;
  }
}
