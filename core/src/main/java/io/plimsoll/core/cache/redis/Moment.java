package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Control;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The control state and the generations of tags, as one MGET has found them. Of one thread. */
final class Moment {
  private final @Nullable State state;
  private final List<String> tags;
  private final List<byte @Nullable []> generations;
  private final Map<String, byte @Nullable []> byTag = new HashMap<>();

  /** The control state, as its bytes say. */
  @SuppressWarnings("ArrayRecordComponent") // never shown, never compared as a record
  record State(byte[] bytes, Control control, Admission admission) {}

  /**
   * Takes what was found.
   *
   * @param generations of each of the tags
   */
  Moment(@Nullable State state, List<String> tags, List<byte @Nullable []> generations) {
    this.state = state;
    this.tags = tags;
    this.generations = generations;
  }

  @Nullable State state() {
    return state;
  }

  /** Of some of the tags that were asked for: often of all of them, or of the first. */
  List<byte @Nullable []> generations(List<String> some) {
    if (some.size() <= tags.size() && tags.subList(0, some.size()).equals(some)) {
      return generations.subList(0, some.size());
    }
    if (byTag.isEmpty()) {
      for (int i = 0; i < tags.size(); i++) {
        byTag.put(tags.get(i), generations.get(i));
      }
    }
    List<byte @Nullable []> found = new ArrayList<>(some.size());
    some.forEach(tag -> found.add(byTag.get(tag)));
    return found;
  }
}
