package io.plimsoll.api.origin;

import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.QueryDef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The text of each query's statement, made once, and anew when another thing is captured with it: a
 * plan changes when the catalog is checked again, and a query when another catalog takes the place
 * of this one. Thread-safe.
 */
final class Statements {
  private record Statement(List<TagPlan.Capture> captures, String sql) {}

  private final BiFunction<QueryDef, List<TagPlan.Capture>, String> wrap;

  /** A query that is a list runs with other SQL for other filters. */
  private record Key(String query, String version, String sql) {}

  private final Map<Key, Statement> byQuery = new ConcurrentHashMap<>();

  /**
   * Of one origin.
   *
   * @param wrap makes the text
   */
  Statements(BiFunction<QueryDef, List<TagPlan.Capture>, String> wrap) {
    this.wrap = wrap;
  }

  String of(ReadRequest request) {
    QueryDef query = request.query();
    List<TagPlan.Capture> captures = request.capturing().captures();
    Key key = new Key(query.name(), query.version(), query.sql().jdbc());
    Statement known = byQuery.get(key);
    if (known == null || !known.captures().equals(captures)) {
      known = new Statement(captures, wrap.apply(query, captures));
      byQuery.put(key, known);
    }
    return known.sql();
  }
}
