package io.plimsoll.api.read;

import io.plimsoll.core.catalog.QueryDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where answers come from when the cache has none. Blocks; called on virtual threads. */
public interface Origin {
  /**
   * Runs a query.
   *
   * @param values one for each parameter of the SQL template, in its order
   * @throws OriginException when there is no answer
   */
  OriginRead read(QueryDef query, List<@Nullable Object> values);
}
