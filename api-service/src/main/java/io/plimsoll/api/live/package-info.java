/** Answers that are sent again when they change: server-sent events. */
@NullMarked
package io.plimsoll.api.live;

import org.jspecify.annotations.NullMarked;
