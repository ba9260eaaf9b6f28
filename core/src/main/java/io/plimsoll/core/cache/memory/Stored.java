package io.plimsoll.core.cache.memory;

import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.freshness.Stamp;
import java.util.List;

/**
 * An entry with what decides whether it may be served.
 *
 * @param epoch that it was stored in
 * @param stamp of its read
 * @param tags the generations of its tags when it was stored
 * @param bytes about what it takes
 */
record Stored(String epoch, Stamp stamp, List<TagLife> tags, Entry entry, int bytes) {
  /** Of the objects around a body: record, key, map node, list; a TagLife each is extra. */
  private static final int OVERHEAD = 300;

  private static final int PER_TAG = 120;

  /** Of a captured tag's name, besides its characters. */
  private static final int PER_NAME = 60;

  static Stored of(String epoch, Stamp stamp, List<TagLife> tags, Entry entry) {
    int bytes = OVERHEAD + PER_TAG * tags.size() + entry.content().body().length;
    for (String name : entry.captured()) {
      bytes += PER_NAME + name.length();
    }
    return new Stored(epoch, stamp, tags, entry, bytes);
  }

  boolean alive() {
    for (TagLife tag : tags) {
      if (!tag.alive()) {
        return false;
      }
    }
    return true;
  }

  /** Until when, by the heartbeats' clock, it is known to have been right. Only when not alive. */
  long provenMicros() {
    long first = Long.MAX_VALUE;
    for (TagLife tag : tags) {
      if (!tag.alive()) {
        first = Math.min(first, tag.provenMicros());
      }
    }
    return Math.max(entry.provenMicros(), first);
  }
}
