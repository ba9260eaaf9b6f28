package io.plimsoll.api.load;

import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A read at a {@link Gate} that may share a place with others of its company. */
final class Guest {
  private final ReadRequest request;
  private final Company company;
  private final CompletableFuture<Optional<OriginRead>> answer = new CompletableFuture<>();

  Guest(ReadRequest request, Company company) {
    this.request = request;
    this.company = company;
  }

  ReadRequest request() {
    return request;
  }

  Company company() {
    return company;
  }

  /** Is told what the one whose place it shares has read for it. */
  void brought(OriginRead read) {
    answer.complete(Optional.of(read));
  }

  /** Is told that any read fails like this. */
  void failed(OriginException failure) {
    answer.completeExceptionally(failure);
  }

  /** Is told to read by itself, unless it was told something else. */
  void dismissed() {
    answer.complete(Optional.empty());
  }

  /**
   * Waits to be told, as long as the statement that another one runs; blocks.
   *
   * @return empty when it is to read by itself
   * @throws OriginException that it was told
   */
  Optional<OriginRead> await() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OriginException told ? told : e;
    }
  }
}
