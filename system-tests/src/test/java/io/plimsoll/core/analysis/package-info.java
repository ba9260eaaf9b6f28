/** Doors into the analysis, and rules of it that are broken on purpose. */
@NullMarked
package io.plimsoll.core.analysis;

import org.jspecify.annotations.NullMarked;
