@NullMarked
package io.plimsoll.local.stack;

import org.jspecify.annotations.NullMarked;
