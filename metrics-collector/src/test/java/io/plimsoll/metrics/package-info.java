@NullMarked
package io.plimsoll.metrics;

import org.jspecify.annotations.NullMarked;
