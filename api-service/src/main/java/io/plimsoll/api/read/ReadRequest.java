package io.plimsoll.api.read;

import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Lsn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A validated request for a query of the catalog.
 *
 * @param values one for each parameter of the SQL template, in its order: null, or what {@link
 *     io.plimsoll.core.catalog.Parsed.Valid} holds, or {@link
 *     io.plimsoll.core.catalog.Parsed.Elements}
 * @param cacheable false when the query cannot be cached soundly
 * @param known a position of the log up to which a cache knows that the answer has changed: what an
 *     origin shows from before it would not be stored; {@link Lsn#NONE} when nothing is known
 */
public record ReadRequest(
    QueryDef query, List<@Nullable Object> values, Query lookup, boolean cacheable, Lsn known) {

  /** Of which no cache has said anything yet. */
  public ReadRequest(
      QueryDef query, List<@Nullable Object> values, Query lookup, boolean cacheable) {
    this(query, values, lookup, cacheable, Lsn.NONE);
  }

  ReadRequest knowing(Lsn position) {
    return new ReadRequest(query, values, lookup, cacheable, position);
  }
}
