package io.plimsoll.api.write;

import io.plimsoll.api.read.Etag;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.catalog.QueryDef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for a write to be done: the answer of a query, as it is when the write takes
 * effect, is the one that the client has. {@code If-Match}, RFC 9110 section 13.1.1.
 *
 * @param values one for each parameter of the query's SQL template, in its order
 * @param any whether any answer will do ({@code *}); not found is none
 * @param etags strong ones, without quotes
 */
public record Precondition(
    QueryDef query, List<@Nullable Object> values, boolean any, Set<String> etags) {
  public Precondition {
    etags = Set.copyOf(etags);
  }

  boolean holds(Content answer) {
    return answer.found()
        && (any || etags.stream().anyMatch(etag -> Etag.isOf(etag, answer.etag())));
  }
}
