/**
 * Postgres: pooled reads with their snapshot, writes, and the check of the catalog against the
 * schema.
 */
@NullMarked
package io.plimsoll.api.origin;

import org.jspecify.annotations.NullMarked;
