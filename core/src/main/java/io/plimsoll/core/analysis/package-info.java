/**
 * What the answer of a query depends on: worked out from the tree that Postgres itself makes of it,
 * and told as tags.
 */
@NullMarked
package io.plimsoll.core.analysis;

import org.jspecify.annotations.NullMarked;
