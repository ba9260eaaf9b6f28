package io.plimsoll.api.live;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.stream.StreamListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Who is to be told of which changes, as the process's own follower applies them. Thread-safe; a
 * watcher is told on the follower's thread and must not block it.
 */
public final class Changes implements StreamListener {
  private final ConcurrentMap<String, Set<Watch>> byTag = new ConcurrentHashMap<>();
  private volatile Incarnation incarnation = Incarnation.UNKNOWN;

  /** Ends when closed. */
  final class Watch implements AutoCloseable {
    private final Set<String> tags;
    private final Consumer<Optional<Token>> told;

    private Watch(Collection<String> tags, Consumer<Optional<Token>> told) {
      this.tags = Set.copyOf(tags);
      this.told = told;
    }

    boolean isOf(Collection<String> others) {
      return tags.equals(Set.copyOf(others));
    }

    @Override
    public void close() {
      tags.forEach(tag ->
          byTag.computeIfPresent(
              tag,
              (t, watches) -> {
                watches.remove(this);
                return watches.isEmpty() ? null : watches;
              }));
    }
  }

  /**
   * Watches tags.
   *
   * @param told the last of the changes that touched one of them, as a token that only an answer
   *     with the change can show; empty when everything may have changed
   */
  Watch watch(Collection<String> tags, Consumer<Optional<Token>> told) {
    Watch watch = new Watch(tags, told);
    watch.tags.forEach(tag ->
        byTag.compute(
            tag,
            (t, watches) -> {
              Set<Watch> all = watches == null ? ConcurrentHashMap.newKeySet() : watches;
              all.add(watch);
              return all;
            }));
    return watch;
  }

  /** How many tags are watched. */
  int tags() {
    return byTag.size();
  }

  @Override
  public void applied(Batch batch, java.util.List<Arrival> arrivals, long at, Watermark watermark) {
    if (byTag.isEmpty()) {
      return;
    }
    Map<Watch, Token> touched = new HashMap<>();
    for (Batch.Change change : batch.changes()) {
      for (String tag : change.tags()) {
        byTag
            .getOrDefault(tag, Set.of())
            .forEach(watch -> touched.put(watch, new Token(change.mark(), incarnation)));
      }
    }
    touched.forEach((watch, token) -> watch.told.accept(Optional.of(token)));
  }

  @Override
  public void epoch(String code, Control opened) {
    incarnation = opened.incarnation();
    byTag.values().forEach(watches -> watches.forEach(w -> w.told.accept(Optional.empty())));
  }
}
