/** The records on Plimsoll's own topics, and how they look on the wire. */
@NullMarked
package io.plimsoll.core.record;

import org.jspecify.annotations.NullMarked;
