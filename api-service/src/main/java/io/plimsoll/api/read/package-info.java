/** The read-through: cache, single-flight, origin, fill. Knows neither HTTP nor JDBC. */
@NullMarked
package io.plimsoll.api.read;

import org.jspecify.annotations.NullMarked;
