/** How many requests may pass: the rule, and where all instances draw. */
@NullMarked
package io.plimsoll.core.limit;

import org.jspecify.annotations.NullMarked;
