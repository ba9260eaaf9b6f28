package io.plimsoll.local.keys;

import io.plimsoll.core.auth.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An API key as the database has it, without its hash.
 *
 * @param id by which it is revoked
 */
public record KeyRow(
    String id,
    String name,
    Optional<String> tenant,
    List<String> scopes,
    Optional<Rate> rate,
    Instant created,
    Optional<Instant> expires,
    Optional<Instant> revoked) {
  public KeyRow {
    scopes = List.copyOf(scopes);
  }

  /** {@code active}, {@code expired} or {@code revoked}. */
  public String state(Instant now) {
    if (revoked.isPresent()) {
      return "revoked";
    }
    return expires.filter(end -> !now.isBefore(end)).isPresent() ? "expired" : "active";
  }
}
