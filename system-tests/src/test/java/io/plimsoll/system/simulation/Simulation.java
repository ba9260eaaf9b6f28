package io.plimsoll.system.simulation;

import java.util.List;
import java.util.Map;

/** One seed from the beginning to the end. Only types of the JDK, for other class loaders' sake. */
public final class Simulation {
  private static final int SHOWN = 400;

  private Simulation() {}

  /**
   * Runs a seed.
   *
   * @param sums how often what happened is added to these
   * @return what went wrong, or nothing
   */
  public static String run(long seed, Map<String, Long> sums) {
    World world = new World(seed);
    String verdict = world.run().orElse("");
    world.sums(sums);
    return verdict;
  }

  /** A hash of everything that happened. */
  public static long hash(long seed) {
    World world = new World(seed);
    var _ = world.run();
    return world.trace().hash();
  }

  /** What happened last, oldest first. */
  public static List<String> trace(long seed) {
    World world = new World(seed);
    var _ = world.run();
    return world.trace().last(Integer.getInteger("plimsoll.simulation.trace", SHOWN));
  }
}
