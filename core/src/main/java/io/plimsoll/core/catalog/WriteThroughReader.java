package io.plimsoll.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code write-through} of a write: a query's name, or several. What a query asks for is the
 * write's parameter of the same name, else a column of the row that the write returns.
 */
final class WriteThroughReader {
  /** By name; empty where the query has problems of its own. */
  private final Map<String, Optional<QueryDef>> queries;

  WriteThroughReader(Map<String, Optional<QueryDef>> queries) {
    this.queries = Map.copyOf(queries);
  }

  List<String> read(YamlValue value, List<Param> params) {
    return value.items().stream().flatMap(item -> query(item, params).stream()).distinct().toList();
  }

  private Optional<String> query(YamlValue value, List<Param> params) {
    Optional<String> name = value.text("a query's name, or a list of them");
    if (name.isPresent() && !queries.containsKey(name.get())) {
      value.problem("must be the name of a query, was " + value.shown());
      return Optional.empty();
    }
    name.flatMap(n -> queries.getOrDefault(n, Optional.empty()))
        .ifPresent(query -> check(value, query, params));
    return name;
  }

  private static void check(YamlValue value, QueryDef query, List<Param> params) {
    if (query.paging().isPresent()) {
      value.problem("must not be a list in pages: " + query.name() + " is one");
    }
    for (Param wanted : query.params()) {
      params.stream()
          .filter(given -> given.name().equals(wanted.name()))
          .filter(given -> !given.type().equals(wanted.type()))
          .forEach(given ->
              value.problem(
                  "%s takes %s as %s, the write as %s"
                      .formatted(
                          query.name(),
                          wanted.name(),
                          wanted.type().sqlName(),
                          given.type().sqlName())));
    }
  }
}
