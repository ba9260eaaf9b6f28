/** Postgres's own tree of a query, read from the text in which its catalogs keep it. */
@NullMarked
package io.plimsoll.core.analysis.tree;

import org.jspecify.annotations.NullMarked;
