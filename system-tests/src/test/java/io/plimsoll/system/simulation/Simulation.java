package io.plimsoll.system.simulation;

import java.util.List;
import java.util.Map;

/**
 * Runs seeds, each from the beginning to the end. Only types of the JDK go in and out, for other
 * class loaders' sake. Not thread-safe.
 */
public final class Simulation {
  private static final int SHOWN = 400;

  private final Questions.Library library = new Questions.Library();

  /**
   * Runs a seed.
   *
   * @param sums how often what happened is added to these
   * @return what went wrong, or nothing
   */
  public String run(long seed, Map<String, Long> sums) {
    World world = new World(seed, library);
    String verdict = world.run().orElse("");
    world.sums(sums);
    return verdict;
  }

  /** A hash of everything that happens. */
  public long hash(long seed) {
    World world = new World(seed, library);
    var _ = world.run();
    return world.trace().hash();
  }

  /** What happens last, oldest first. */
  public List<String> trace(long seed) {
    World world = new World(seed, library);
    var _ = world.run();
    return world.trace().last(Integer.getInteger("plimsoll.simulation.trace", SHOWN));
  }
}
