package io.plimsoll.api.read;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Several stages as one. */
final class Stages {
  private Stages() {}

  /** Completes with all values, in their order; fails when one of them does. */
  static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
    CompletionStage<List<T>> all = CompletableFuture.completedStage(new ArrayList<>());
    for (CompletionStage<T> stage : stages) {
      all =
          all.thenCombine(
              stage,
              (values, value) -> {
                values.add(value);
                return values;
              });
    }
    return all;
  }
}
