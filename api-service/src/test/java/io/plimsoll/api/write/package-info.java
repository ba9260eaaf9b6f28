@NullMarked
package io.plimsoll.api.write;

import org.jspecify.annotations.NullMarked;
