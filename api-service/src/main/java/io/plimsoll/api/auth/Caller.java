package io.plimsoll.api.auth;

import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.catalog.Access;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, proven by a key.
 *
 * @param keyId names the key in logs; says nothing of it
 * @param tenant whose rows it may see; empty when it is of no tenant
 * @param rate empty when it has no rate of its own
 */
public record Caller(
    String keyId, Optional<String> tenant, Set<String> scopes, Optional<Rate> rate) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether it may. */
  public boolean has(Access access) {
    return access.scope().map(scopes::contains).orElse(true);
  }
}
