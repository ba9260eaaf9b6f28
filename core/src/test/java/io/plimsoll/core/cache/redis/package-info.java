@NullMarked
package io.plimsoll.core.cache.redis;

import org.jspecify.annotations.NullMarked;
