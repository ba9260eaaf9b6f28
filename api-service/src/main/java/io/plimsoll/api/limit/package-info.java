/** Rate limits in one process among several. Knows neither HTTP nor Redis. */
@NullMarked
package io.plimsoll.api.limit;

import org.jspecify.annotations.NullMarked;
