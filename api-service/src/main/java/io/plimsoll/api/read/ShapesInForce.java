package io.plimsoll.api.read;

import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Judges the version of shapes that a cache tells: whether it is of a set that has all shapes of
 * this service's tags. Thread-safe.
 *
 * <p>A version is a hash of a set ({@link TagHash#versions}). So whichever sets are tried here, one
 * that has all of mine and has this version is the set that the capture hashes by: what is tried
 * decides only what is recognized, never what is right, and a version of a registry that was
 * restored or replaced is either of a set that has mine, or unknown. Tried are the shapes
 * registered first, the first two, and so on. Writers of the registry take turns ({@code
 * register_shapes}), so the order in which they are registered is that of the commits, and the set
 * of the capture, which has read up to some commit, is one of those.
 */
public final class ShapesInForce {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Set<TagShape> mine;
  private final TagHash hash;
  private final LongSupplier nanoTime;
  private volatile Map<String, Boolean> known = Map.of();
  private volatile boolean missed = true;
  private long triedNanos;

  /**
   * Takes its parts.
   *
   * @param mine of all tags that this service makes
   * @param nanoTime monotonic
   */
  public ShapesInForce(Collection<TagShape> mine, TagHash hash, LongSupplier nanoTime) {
    this.mine = Set.copyOf(mine);
    this.hash = hash;
    this.nanoTime = nanoTime;
    this.triedNanos = nanoTime.getAsLong() - PAUSE.toNanos();
  }

  /** What must be registered. */
  public Set<TagShape> mine() {
    return mine;
  }

  /**
   * For the proof of an answer that is offered to a cache.
   *
   * @param told by the cache's control state
   * @return the same when it has all of mine, otherwise a version that no cache has
   */
  public String agreed(String told) {
    Boolean good = known.get(told);
    if (good == null) {
      missed = true;
    }
    return Boolean.TRUE.equals(good) ? told : Proof.OTHER_SHAPES;
  }

  /**
   * Takes what is registered.
   *
   * @param registered in the order of registration
   */
  public void learn(List<TagShape> registered) {
    List<String> versions = hash.versions(registered);
    Map<String, Boolean> judged = new HashMap<>();
    Set<TagShape> missing = new HashSet<>(mine);
    judged.put(versions.getFirst(), missing.isEmpty());
    for (int i = 0; i < registered.size(); i++) {
      missing.remove(registered.get(i));
      judged.put(versions.get(i + 1), missing.isEmpty());
    }
    missed = !missing.isEmpty();
    known = Map.copyOf(judged);
  }

  /**
   * Whether the registry should be read now: something is not known, and the last time that this
   * was said is a second ago. For one thread.
   */
  public boolean due() {
    long now = nanoTime.getAsLong();
    if (!missed || now - triedNanos < PAUSE.toNanos()) {
      return false;
    }
    triedNanos = now;
    return true;
  }
}
