package io.plimsoll.core.cache;

/** A tier with connections of its own, which its user closes. */
public interface OwnedTier extends Tier, AutoCloseable {
  @Override
  void close();
}
