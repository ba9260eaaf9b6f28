@NullMarked
package io.plimsoll.local.origin;

import org.jspecify.annotations.NullMarked;
