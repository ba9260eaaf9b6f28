/** Every way in which the change stream can lose something, on the whole stack. */
@NullMarked
package io.plimsoll.system.gaps;

import org.jspecify.annotations.NullMarked;
