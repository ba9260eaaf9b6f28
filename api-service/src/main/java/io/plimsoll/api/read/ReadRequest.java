package io.plimsoll.api.read;

import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.QueryDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A validated request for a query of the catalog.
 *
 * @param values one for each parameter of the SQL template, in its order
 * @param cacheable false when the query cannot be cached soundly
 */
public record ReadRequest(
    QueryDef query, List<@Nullable Object> values, Query lookup, boolean cacheable) {}
