/** Cursors of lists in pages. */
@NullMarked
package io.plimsoll.api.page;

import org.jspecify.annotations.NullMarked;
