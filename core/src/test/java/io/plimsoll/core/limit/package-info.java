@NullMarked
package io.plimsoll.core.limit;

import org.jspecify.annotations.NullMarked;
