@NullMarked
package io.plimsoll.api.origin;

import org.jspecify.annotations.NullMarked;
