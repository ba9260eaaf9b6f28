/** Tests of log lines. */
@NullMarked
package io.plimsoll.core.log;

import org.jspecify.annotations.NullMarked;
