package io.plimsoll.api.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the live answers of all event loops have in common. Thread-safe.
 *
 * @param changes what the process is told of; nothing where it has no cache of its own
 * @param open streams that are open
 * @param topics requests that they are about, once for each event loop
 */
public record Live(
    LiveSettings settings, Changes changes, AtomicInteger open, AtomicInteger topics) {

  public static Live of(LiveSettings settings, Changes changes, MeterRegistry registry) {
    Live live = new Live(settings, changes, new AtomicInteger(), new AtomicInteger());
    Gauge.builder("plimsoll.live.streams", live.open, AtomicInteger::get).register(registry);
    Gauge.builder("plimsoll.live.requests", live.topics, AtomicInteger::get).register(registry);
    Gauge.builder("plimsoll.live.tags", changes, Changes::tags).register(registry);
    return live;
  }

  /** Takes a place among the streams, or there is none. */
  boolean enter() {
    if (open.incrementAndGet() > settings.streams()) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    open.decrementAndGet();
  }
}
