package io.plimsoll.api.origin;

import io.plimsoll.core.freshness.Lsn;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which standby to ask, by what is known of them without asking. Pure. */
sealed interface Choice {
  /** By its place in the list. */
  record Standby(int index) implements Choice {}

  record Primary(Unfit why) implements Choice {}

  /**
   * One of those that are fresh enough. Where the position matters, among those that had it when
   * they were last seen; else the farthest, which may have it by now.
   *
   * @param balance picks among several that will do
   */
  static Choice of(List<Sighting> seen, Need need, Balance balance) {
    if (need.position().equals(Lsn.MAX)) {
      return new Primary(Unfit.TOKEN);
    }
    List<Integer> up = indices(seen, s -> s.state() == StandbyState.UP);
    if (up.isEmpty()) {
      return new Primary(Unfit.NONE_UP);
    }
    List<Integer> fresh = keep(seen, up, s -> fresh(s, need));
    if (fresh.isEmpty()) {
      return new Primary(Unfit.BOUND);
    }
    List<Integer> same = keep(seen, fresh, s -> sameHistory(s, need));
    if (same.isEmpty()) {
      return new Primary(Unfit.TOKEN);
    }
    List<Integer> there =
        keep(seen, same, s -> need.anyPosition() || s.replayed().compareTo(need.position()) >= 0);
    return there.isEmpty() ? new Standby(farthest(seen, same)) : new Standby(balance.pick(there));
  }

  private static boolean fresh(Sighting sighting, Need need) {
    return sighting.age().filter(age -> age.compareTo(need.bound()) <= 0).isPresent();
  }

  private static boolean sameHistory(Sighting sighting, Need need) {
    return need.after().map(t -> t.incarnation().equals(sighting.incarnation())).orElse(true);
  }

  private static int farthest(List<Sighting> seen, List<Integer> some) {
    Optional<Integer> farthest =
        some.stream().max(Comparator.comparing(i -> seen.get(i).replayed()));
    return farthest.orElseThrow();
  }

  private static List<Integer> indices(List<Sighting> seen, Predicate<Sighting> wanted) {
    return keep(seen, IntStream.range(0, seen.size()).boxed().toList(), wanted);
  }

  private static List<Integer> keep(
      List<Sighting> seen, List<Integer> some, Predicate<Sighting> wanted) {
    return some.stream().filter(i -> wanted.test(seen.get(i))).toList();
  }
}
