/** Doors into the commands. */
@NullMarked
package io.plimsoll.local.cli;

import org.jspecify.annotations.NullMarked;
