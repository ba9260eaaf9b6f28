@NullMarked
package io.plimsoll.system.metrics;

import org.jspecify.annotations.NullMarked;
