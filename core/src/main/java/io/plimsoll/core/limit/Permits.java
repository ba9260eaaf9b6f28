package io.plimsoll.core.limit;

import io.plimsoll.core.auth.Rate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where permits are drawn that all instances share. Thread-safe; does not block. */
@FunctionalInterface
public interface Permits {
  /** Of a process that shares nothing with others: nobody can be asked. */
  Permits NOT_SHARED =
      (limit, rate, wanted) ->
          CompletableFuture.failedStage(new IllegalStateException("nothing is shared"));

  /**
   * Draws some.
   *
   * @param limit its name
   * @param wanted at least 1
   * @return fails when nobody can be asked
   */
  CompletionStage<Gcra.Grant> draw(String limit, Rate rate, int wanted);
}
