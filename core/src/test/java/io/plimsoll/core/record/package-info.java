@NullMarked
package io.plimsoll.core.record;

import org.jspecify.annotations.NullMarked;
