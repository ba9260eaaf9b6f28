/** Content codings (RFC 9110, 8.4): which one a client gets, and bodies compressed once. */
@NullMarked
package io.plimsoll.api.coding;

import org.jspecify.annotations.NullMarked;
