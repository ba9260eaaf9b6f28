/** The doors through which the simulation drives what this package keeps to itself. */
@NullMarked
package io.plimsoll.cdc.capture;

import org.jspecify.annotations.NullMarked;
