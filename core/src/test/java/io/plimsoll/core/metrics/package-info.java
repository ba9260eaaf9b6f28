/** Tests of io.plimsoll.core.metrics. */
@NullMarked
package io.plimsoll.core.metrics;

import org.jspecify.annotations.NullMarked;
