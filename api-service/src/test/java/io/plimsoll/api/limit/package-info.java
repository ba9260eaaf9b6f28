@NullMarked
package io.plimsoll.api.limit;

import org.jspecify.annotations.NullMarked;
