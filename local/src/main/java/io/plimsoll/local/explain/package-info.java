/** What a query of the catalog depends on, told to a person. */
@NullMarked
package io.plimsoll.local.explain;

import org.jspecify.annotations.NullMarked;
