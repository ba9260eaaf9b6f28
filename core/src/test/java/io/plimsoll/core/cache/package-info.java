@NullMarked
package io.plimsoll.core.cache;

import org.jspecify.annotations.NullMarked;
