@NullMarked
package io.plimsoll.core.stream;

import org.jspecify.annotations.NullMarked;
