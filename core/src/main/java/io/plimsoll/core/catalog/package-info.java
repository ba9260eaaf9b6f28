/**
 * The catalog: what a user writes in YAML, checked, as immutable values. No I/O but reading the
 * file.
 */
@NullMarked
package io.plimsoll.core.catalog;

import org.jspecify.annotations.NullMarked;
