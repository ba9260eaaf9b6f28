/** Kafka to Redis: applies the invalidation records in order, and keeps the heartbeat. */
@NullMarked
package io.plimsoll.cdc.invalidate;

import org.jspecify.annotations.NullMarked;
