/** Who asks: API keys, and what each may do. Knows neither HTTP nor JDBC. */
@NullMarked
package io.plimsoll.api.auth;

import org.jspecify.annotations.NullMarked;
