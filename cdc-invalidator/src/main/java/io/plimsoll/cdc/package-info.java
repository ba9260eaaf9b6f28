/** The two roles of the worker, {@code capture} and {@code invalidate}, and what both use. */
@NullMarked
package io.plimsoll.cdc;

import org.jspecify.annotations.NullMarked;
