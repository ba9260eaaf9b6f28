package io.plimsoll.api.http;

import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the values of a query's parameters out of path and query string. Immutable. */
final class QueryValues {
  private final QueryDef query;
  private final Set<String> names;

  /**
   * Of one query.
   *
   * @param others parameters of the query string that somebody else reads
   */
  QueryValues(QueryDef query, List<String> others) {
    this.query = query;
    this.names =
        Stream.concat(
                query.params().stream().filter(p -> p.in() == Param.In.QUERY).map(Param::name),
                others.stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The values, all checked.
   *
   * @param given the query string's parameters
   * @param path the path's, by name
   * @param key puts in the value of a parameter that comes from the caller's key
   * @throws ProblemException with every mistake
   */
  RequestValues read(
      MultiMap given,
      Function<String, @Nullable String> path,
      BiConsumer<Param, RequestValues> key) {
    RequestValues values = unchecked(given, path, key);
    values.check();
    return values;
  }

  /** Likewise, without telling of mistakes yet. */
  RequestValues unchecked(
      MultiMap given,
      Function<String, @Nullable String> path,
      BiConsumer<Param, RequestValues> key) {
    RequestValues values = new RequestValues();
    for (String name : given.names()) {
      if (!names.contains(name)) {
        values.refuse(name, "one of " + names, "a parameter this query does not have");
      } else if (given.getAll(name).size() > 1) {
        values.refuse(name, "one value", given.getAll(name).size() + " values");
      }
    }
    for (Param param : query.params()) {
      switch (param.in()) {
        case PATH -> values.take(param, Optional.ofNullable(path.apply(param.name())));
        case KEY -> key.accept(param, values);
        case QUERY, BODY -> values.take(param, Optional.ofNullable(given.get(param.name())));
      }
    }
    return values;
  }
}
