package io.plimsoll.api.http;

import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.limit.Permits;

/**
 * What all instances share, as one event loop is connected to it.
 *
 * @param tier closes the connection
 * @param permits of rate limits
 */
public record LoopCache(OwnedTier tier, Permits permits) {}
