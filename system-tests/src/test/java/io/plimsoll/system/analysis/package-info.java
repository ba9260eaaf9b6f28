/** Queries written by hand, and what the analysis must say of each. */
@NullMarked
package io.plimsoll.system.analysis;

import org.jspecify.annotations.NullMarked;
