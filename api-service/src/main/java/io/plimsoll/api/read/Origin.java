package io.plimsoll.api.read;

import java.util.List;

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

  /**
   * Runs a query for several requests that differ in the value of its one parameter only.
   *
   * @return a read for each, in their order, all of one snapshot where the origin can do that
   * @throws OriginException when there is no such answer for one of them
   */
  default List<OriginRead> readAll(List<ReadRequest> requests) {
    return requests.stream().map(this::read).toList();
  }
}
