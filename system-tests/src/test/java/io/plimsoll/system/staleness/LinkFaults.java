package io.plimsoll.system.staleness;

import io.plimsoll.system.proxy.Flow;
import io.plimsoll.system.proxy.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Each link cut, half open and slow. */
final class LinkFaults {
  private record Way(String name, Consumer<TcpProxy> harm) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("cut", TcpProxy::cut),
          new Way("half-open", proxy -> proxy.blackHole(Set.of(Flow.values()))),
          new Way("no answers", proxy -> proxy.blackHole(Set.of(Flow.TO_CLIENT))),
          new Way("slow", proxy -> proxy.slow(Duration.ofMillis(60), 50_000)),
          new Way("no questions", proxy -> proxy.blackHole(Set.of(Flow.TO_SERVER))));

  private LinkFaults() {}

  static List<Fault> all(Set<Link> links) {
    return links.stream().flatMap(link -> WAYS.stream().map(way -> fault(link, way))).toList();
  }

  /** One for each link, so that each way is among them. */
  static List<Fault> some(Set<Link> links, int turn) {
    List<Fault> some = new ArrayList<>();
    int next = turn;
    for (Link link : links) {
      some.add(fault(link, WAYS.get(next++ % WAYS.size())));
    }
    return some;
  }

  /** The same while the API does not reach the standby. */
  static Fault noStandby(Fault fault) {
    return new Fault(
        fault.name() + ", no standby",
        stage -> {
          TcpProxy proxy = stage.rig().proxies().of(Link.API_STANDBY);
          proxy.cut();
          fault.strike().on(stage);
          proxy.heal();
        });
  }

  private static Fault fault(Link link, Way way) {
    return new Fault(
        "%s: %s".formatted(link.text(), way.name()),
        stage -> {
          TcpProxy proxy = stage.rig().proxies().of(link);
          way.harm().accept(proxy);
          stage.hold();
          proxy.heal();
        });
  }
}
