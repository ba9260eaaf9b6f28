package io.plimsoll.api;

import io.plimsoll.api.limit.ClientAddress;
import io.plimsoll.api.limit.LimitPolicy;
import io.plimsoll.api.limit.RateLimiter;
import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.ConfigException;
import java.util.List;
import java.util.Optional;

/** The rates that are configured. */
final class LimitSetup {
  private LimitSetup() {}

  /**
   * Reads them.
   *
   * @throws ConfigException when one is no rate
   */
  static LimitPolicy of(ApiConfig.Limits config) {
    return new LimitPolicy(
        config.perAddress().map(text -> rate("per-address", text)),
        config.perKey().map(text -> rate("per-key", text)),
        new ClientAddress(config.trustedProxies()),
        new RateLimiter(System::nanoTime));
  }

  private static Rate rate(String key, String text) {
    Optional<Rate> rate = Rate.parse(text);
    return rate.orElseThrow(() ->
        new ConfigException(
            List.of(
                "limits.%s: must be such as 100/1s or 5000/1h, at most of a day, was \"%s\""
                    .formatted(key, text))));
  }
}
