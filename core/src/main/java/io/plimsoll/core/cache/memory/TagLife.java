package io.plimsoll.core.cache.memory;

/**
 * One generation of a tag, from the first fill that needs it to the change that ends it. Entries
 * hold the generations they were stored under; its identity is what a random id is in Redis.
 */
final class TagLife {
  /** Not ended. */
  private static final long ALIVE = -1;

  private volatile long provenMicros = ALIVE;

  boolean alive() {
    return provenMicros == ALIVE;
  }

  /**
   * A change ends it.
   *
   * @param provenMicros t0 of the cache's watermark before the change: until then all was well
   */
  void end(long provenMicros) {
    this.provenMicros = provenMicros;
  }

  /** What {@link #end} was told; only when it has ended. */
  long provenMicros() {
    return provenMicros;
  }
}
