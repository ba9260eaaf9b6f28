@NullMarked
package io.plimsoll.cdc.capture;

import org.jspecify.annotations.NullMarked;
