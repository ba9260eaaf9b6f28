package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Choices that a seed decides. Not thread-safe. */
final class Dice {
  private static final List<Integer> MOODS = List.of(1, 1, 4, 4, 4, 4, 16);

  private final SplittableRandom random;
  private final long mood;

  /** Each seed likes other cases, so that rare ones come together now and then. */
  Dice(long seed) {
    random = new SplittableRandom(seed);
    mood = random.nextLong();
  }

  /** Others that like the same, whatever these have been asked. */
  Dice fork(int number) {
    return new Dice(mood ^ (number * 0x9e3779b97f4a7c15L), mood);
  }

  /** From 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  <T> T of(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @SafeVarargs
  final <T> T of(T... all) {
    return all[random.nextInt(all.length)];
  }

  /** At least that many of them, in a random order. */
  <T> List<T> some(List<T> list, int least, int most) {
    List<T> left = new ArrayList<>(list);
    List<T> chosen = new ArrayList<>();
    int count = Math.min(list.size(), between(least, most));
    while (chosen.size() < count) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }

  <T> List<T> times(int count, Supplier<T> one) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(one.get());
    }
    return all;
  }

  /** One of weighted cases. */
  final class Cases<T> {
    private final String name;
    private final List<Supplier<T>> cases = new ArrayList<>();
    private final List<Integer> weights = new ArrayList<>();
    private int total;

    private Cases(String name) {
      this.name = name;
    }

    Cases<T> add(int weight, Supplier<T> one) {
      int mine = name.isEmpty() ? weight : weight * liking(cases.size());
      cases.add(one);
      weights.add(mine);
      total += mine;
      return this;
    }

    private int liking(int number) {
      return new Dice(mood + 31L * name.hashCode() + number, 0).of(MOODS);
    }

    T pick() {
      int left = random.nextInt(total);
      int i = 0;
      while (left >= weights.get(i)) {
        left -= weights.get(i++);
      }
      return cases.get(i).get();
    }
  }

  private Dice(long seed, long mood) {
    this.random = new SplittableRandom(seed);
    this.mood = mood;
  }

  /** With weights as they are. */
  <T> Cases<T> cases() {
    return new Cases<>("");
  }

  /** With weights that this seed has made others of. */
  <T> Cases<T> cases(String name) {
    return new Cases<>(name);
  }
}
