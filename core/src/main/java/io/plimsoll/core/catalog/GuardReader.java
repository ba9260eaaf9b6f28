package io.plimsoll.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code if-match} of a write: a query's name, or a mapping of {@code query} and {@code
 * required}.
 */
final class GuardReader {
  private static final String EXPECTED = "a query's name, or a mapping of query and required";

  /** By name; empty where the query has problems of its own. */
  private final Map<String, Optional<QueryDef>> queries;

  GuardReader(Map<String, Optional<QueryDef>> queries) {
    this.queries = Map.copyOf(queries);
  }

  Optional<Guard> read(YamlValue value, List<Param> params) {
    if (value.isScalar()) {
      return query(value, params).map(name -> new Guard(name, false));
    }
    return value
        .map(EXPECTED)
        .flatMap(map -> {
          map.allow(List.of("query", "required"));
          boolean required = map.get("required").map(QueryReader::flag).orElse(false);
          return map.require("query", value)
              .flatMap(name -> query(name, params))
              .map(name -> new Guard(name, required));
        });
  }

  private Optional<String> query(YamlValue value, List<Param> params) {
    Optional<String> name = value.text(EXPECTED);
    if (name.isPresent() && !queries.containsKey(name.get())) {
      value.problem("must be the name of a query, was " + value.shown());
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
      Optional<Param> given = params.stream().filter(p -> p.name().equals(wanted.name())).findAny();
      if (given.isEmpty() ? wanted.required() : !fits(given.get(), wanted)) {
        value.problem(
            "%s needs the parameter %s (%s) of the write"
                .formatted(query.name(), wanted.name(), wanted.type().description()));
      }
    }
  }

  private static boolean fits(Param given, Param wanted) {
    return given.type().equals(wanted.type()) && (given.required() || !wanted.required());
  }
}
