/** W3C Trace Context: where a request, and what it wrote, belongs in somebody's trace. */
@NullMarked
package io.plimsoll.core.trace;

import org.jspecify.annotations.NullMarked;
