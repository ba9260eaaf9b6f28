/**
 * Kafka to a cache: reads the invalidations topic in order, checks that nothing is missing, and
 * applies it. Both the worker, for Redis, and each API instance, for its own cache, do it so.
 */
@NullMarked
package io.plimsoll.core.stream;

import org.jspecify.annotations.NullMarked;
