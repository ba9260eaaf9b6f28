package io.plimsoll.api.read;

import io.plimsoll.core.catalog.QueryDef;
import java.util.List;

/** Where answers come from when the cache has none. Blocks; called on virtual threads. */
public interface Origin {
  /**
   * Runs a query.
   *
   * @param values one for each parameter of the SQL template, in its order
   * @throws OriginException when there is no answer
   */
  OriginRead read(QueryDef query, List<? extends Object> values);
}
