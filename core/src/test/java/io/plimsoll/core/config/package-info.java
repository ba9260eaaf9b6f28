/** Tests of io.plimsoll.core.config. */
@NullMarked
package io.plimsoll.core.config;

import org.jspecify.annotations.NullMarked;
