package io.plimsoll.cdc.invalidate;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.stream.Follower;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The role {@code invalidate}: applies the invalidations topic to every partition of a cache, and
 * tells how long that takes. Each partition has a follower of its own, with its own position: what
 * happens to one of them holds up no other. Thread-safe; does not close the caches.
 */
public final class Invalidator implements AutoCloseable {
  private final List<Follower> followers;
  private final StatsPublisher stats;

  /** Follows for each of the partitions, in their order. */
  public Invalidator(
      InvalidatorSettings settings,
      List<? extends Cache> partitions,
      MeterRegistry registry,
      InstantSource clock) {
    LagMeter meter = new LagMeter(registry, partitions.size());
    this.followers =
        IntStream.range(0, partitions.size())
            .mapToObj(i ->
                new Follower(
                    partitions.size() == 1 ? "redis" : "redis-" + i,
                    settings.bootstrap(),
                    settings.invalidationsTopic(),
                    partitions.get(i),
                    meter.partition(i),
                    clock))
            .toList();
    this.stats = new StatsPublisher(settings, meter, clock);
  }

  public void start() {
    followers.forEach(Follower::start);
    stats.start();
  }

  /**
   * Why the cache cannot be used at the moment, or not all of it: of the first partition that has a
   * problem. Empty while the topic is followed for all.
   */
  public Optional<String> problem() {
    for (int i = 0; i < followers.size(); i++) {
      Optional<String> problem = followers.get(i).problem();
      if (problem.isPresent()) {
        return followers.size() == 1
            ? problem
            : Optional.of("partition %d of %d: %s".formatted(i, followers.size(), problem.get()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    stats.close();
    // Each waits for the end of its round: side by side, not one after the other.
    List<Thread> closing = followers.stream().map(f -> Thread.ofVirtual().start(f::close)).toList();
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
