/** The cache in the process: the same contract as Redis, the same rules, no round trip. */
@NullMarked
package io.plimsoll.core.cache.memory;

import org.jspecify.annotations.NullMarked;
