/**
 * Writes of the catalog in Postgres: one statement each, once for each idempotency key, under a
 * precondition where the request states one.
 */
@NullMarked
package io.plimsoll.api.write;

import org.jspecify.annotations.NullMarked;
