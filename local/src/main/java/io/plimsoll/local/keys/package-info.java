/** API keys in the database: made, listed, revoked. */
@NullMarked
package io.plimsoll.local.keys;

import org.jspecify.annotations.NullMarked;
