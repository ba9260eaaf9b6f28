/** A first catalog, drafted from the schema of a database. */
@NullMarked
package io.plimsoll.local.draft;

import org.jspecify.annotations.NullMarked;
