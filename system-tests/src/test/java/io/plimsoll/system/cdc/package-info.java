@NullMarked
package io.plimsoll.system.cdc;

import org.jspecify.annotations.NullMarked;
