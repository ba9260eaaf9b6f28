/** Reads from standbys: what they answer, what is stored of it, and when the primary is asked. */
@NullMarked
package io.plimsoll.system.standby;

import org.jspecify.annotations.NullMarked;
