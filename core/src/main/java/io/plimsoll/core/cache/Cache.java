package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One partition of the cache: entries and the invalidation state that guards them. Thread-safe. The
 * stages of {@link Tier} never complete exceptionally for a fault of the cache: it is a {@link
 * Lookup.Reason#UNAVAILABLE} outcome. The others complete with {@link CacheException}.
 */
public interface Cache extends OwnedTier {
  /** Applies a run of the change stream, whole or not at all. */
  CompletionStage<Batch.Outcome> apply(Batch batch);

  /**
   * Begins a new epoch with a random id: every entry becomes unreadable, the marks are forgotten,
   * the floor is {@link Floor#PENDING} and there is no watermark.
   *
   * @param applied {@link Control#applied}; {@link Lsn#NONE} when it is not known
   */
  CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes);

  /** The control state, empty when there is none. */
  CompletionStage<Optional<Control>> control();
}
