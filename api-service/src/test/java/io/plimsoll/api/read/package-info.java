@NullMarked
package io.plimsoll.api.read;

import org.jspecify.annotations.NullMarked;
