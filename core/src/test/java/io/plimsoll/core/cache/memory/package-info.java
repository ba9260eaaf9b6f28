/** Tests of the cache in the process. */
@NullMarked
package io.plimsoll.core.cache.memory;

import org.jspecify.annotations.NullMarked;
