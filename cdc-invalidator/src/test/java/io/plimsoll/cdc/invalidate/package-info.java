@NullMarked
package io.plimsoll.cdc.invalidate;

import org.jspecify.annotations.NullMarked;
