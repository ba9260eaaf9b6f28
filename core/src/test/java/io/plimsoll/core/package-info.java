/** Tests over all of core. */
@NullMarked
package io.plimsoll.core;

import org.jspecify.annotations.NullMarked;
