package io.plimsoll.core.catalog;

import java.util.Optional;

/**
 * Who may use a query or write, where API keys are required.
 *
 * @param open whether it takes no key
 * @param scope that the key must have
 */
public record Access(boolean open, Optional<String> scope) {
  /** Any key will do. */
  public static final Access ANY_KEY = new Access(false, Optional.empty());
}
