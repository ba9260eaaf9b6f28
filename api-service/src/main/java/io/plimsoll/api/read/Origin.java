package io.plimsoll.api.read;

/** Where answers come from when the cache has none. Blocks; called on virtual threads. */
@FunctionalInterface
public interface Origin {
  /**
   * Runs the request's query.
   *
   * @return a read that is not older than the request's bound, and shows the write of its token
   * @throws OriginException when there is no such answer
   */
  OriginRead read(ReadRequest request);

  /** Whether it may be given work now that nobody waits for. Does not block. */
  default boolean hasRoom() {
    return true;
  }
}
