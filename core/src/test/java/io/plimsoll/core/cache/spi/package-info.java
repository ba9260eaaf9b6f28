/** A sample of a cache of one's own. */
@NullMarked
package io.plimsoll.core.cache.spi;

import org.jspecify.annotations.NullMarked;
