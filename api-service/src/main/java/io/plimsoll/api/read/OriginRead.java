package io.plimsoll.api.read;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;

/**
 * What the origin answered, with what the read saw, all of one statement.
 *
 * @param found false when a query for one row found none
 * @param body JSON, UTF-8; empty when not found
 * @param schemaChecked whether the catalog was checked against the schema that the read ran under
 * @param position where the WAL stood when the read ran
 * @param sqlMicros time spent in the pool and the database
 */
@SuppressWarnings("ArrayRecordComponent") // bytes move from the origin to the socket without a copy
public record OriginRead(
    boolean found,
    byte[] body,
    Stamp stamp,
    Incarnation incarnation,
    boolean schemaChecked,
    Lsn position,
    long sqlMicros) {}
