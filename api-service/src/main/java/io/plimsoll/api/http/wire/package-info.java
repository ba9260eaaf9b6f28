/** What the bytes of an HTTP/1 connection may be, and how long they may take. */
@NullMarked
package io.plimsoll.api.http.wire;

import org.jspecify.annotations.NullMarked;
