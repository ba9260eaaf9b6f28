package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.Catalog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The catalog in force, and who has to follow when another one takes its place. Thread-safe. */
public final class LiveCatalog {
  private final List<Function<Catalog, CompletionStage<?>>> followers =
      new CopyOnWriteArrayList<>();
  private volatile Catalog now;

  public LiveCatalog(Catalog first) {
    this.now = first;
  }

  public Catalog now() {
    return now;
  }

  /**
   * Adds a follower.
   *
   * @param follower told of each further catalog; its stage is complete when it goes by that
   */
  public void follow(Function<Catalog, CompletionStage<?>> follower) {
    followers.add(follower);
  }

  /** Puts a checked one into force; complete when all followers go by it. */
  public CompletionStage<?> replace(Catalog next) {
    now = next;
    return CompletableFuture.allOf(
        followers.stream()
            .map(follower -> follower.apply(next).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }
}
