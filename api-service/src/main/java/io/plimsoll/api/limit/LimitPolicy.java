package io.plimsoll.api.limit;

import io.plimsoll.core.auth.Rate;
import java.util.Optional;

/**
 * What is limited.
 *
 * @param perAddress of each client address; empty for no limit
 * @param perKey of keys that have no rate of their own; empty for no limit
 */
public record LimitPolicy(
    Optional<Rate> perAddress, Optional<Rate> perKey, ClientAddress address, RateLimiter limiter) {}
