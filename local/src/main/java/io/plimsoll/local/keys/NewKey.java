package io.plimsoll.local.keys;

import io.plimsoll.core.auth.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a key is to be. */
public record NewKey(
    String name,
    Optional<String> tenant,
    List<String> scopes,
    Optional<Rate> rate,
    Optional<Instant> expires) {
  public NewKey {
    scopes = List.copyOf(scopes);
  }
}
