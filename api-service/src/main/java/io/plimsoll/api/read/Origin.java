package io.plimsoll.api.read;

import java.util.List;
import java.util.Optional;

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
   * What reads a request together with others, if something does: requests with the same statement
   * differ in their values only, and may go to {@link #readAll}.
   */
  default Optional<String> statement(ReadRequest request) {
    return Optional.empty();
  }

  /**
   * Runs a query for several requests that differ in their values only.
   *
   * @return a read for each, in their order, all of one snapshot where the origin can do that
   * @throws OriginException when there is no such answer for one of them
   */
  default List<OriginRead> readAll(List<ReadRequest> requests) {
    return requests.stream().map(this::read).toList();
  }
}
