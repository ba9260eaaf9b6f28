@NullMarked
package io.plimsoll.core.freshness;

import org.jspecify.annotations.NullMarked;
