@NullMarked
package io.plimsoll.core.analysis;

import org.jspecify.annotations.NullMarked;
