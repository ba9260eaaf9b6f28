/** {@link io.plimsoll.core.cache.Cache} in Redis 6.2 or newer, or Valkey. */
@NullMarked
package io.plimsoll.core.cache.redis;

import org.jspecify.annotations.NullMarked;
