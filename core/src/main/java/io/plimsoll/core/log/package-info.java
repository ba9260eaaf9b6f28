/** How log lines look: read by {@code logback.xml}, before any configuration. */
@NullMarked
package io.plimsoll.core.log;

import org.jspecify.annotations.NullMarked;
