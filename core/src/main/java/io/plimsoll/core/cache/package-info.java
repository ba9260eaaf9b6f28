/** The cache contract of the freshness protocol and its implementations. */
@NullMarked
package io.plimsoll.core.cache;

import org.jspecify.annotations.NullMarked;
