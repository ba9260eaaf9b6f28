package io.plimsoll.api.limit;

import io.plimsoll.core.auth.Rate;
import java.time.Duration;

/**
 * Whether a request may pass.
 *
 * @param remaining about how many more may now
 * @param reset until all of the rate is there again
 * @param retry until the next may; zero when this one may
 */
public record Decision(
    Rate rate, boolean allowed, long remaining, Duration reset, Duration retry) {}
