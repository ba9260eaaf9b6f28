/** The freshness protocol's values and its one decision, pure: no I/O, no clock, no randomness. */
@NullMarked
package io.plimsoll.core.freshness;

import org.jspecify.annotations.NullMarked;
