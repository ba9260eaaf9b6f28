package io.plimsoll.core.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A list in pages.
 *
 * @param usual in the order of those who do not ask for one
 * @param sorts in the orders that requests may ask for, by their text
 * @param filters that requests may set
 */
public record PagedList(PageDef usual, Map<String, PageDef> sorts, List<Filter> filters) {
  public PagedList {
    sorts = Collections.unmodifiableMap(new LinkedHashMap<>(sorts));
    filters = List.copyOf(filters);
  }

  /** The page that begins with the first row in the usual order. */
  public QueryDef first() {
    return usual.first();
  }

  /** Each order once, the usual one first. */
  public List<PageDef> orders() {
    return Stream.concat(Stream.of(usual), sorts.values().stream()).distinct().toList();
  }

  /** The parameters of a request that are not of the SQL. */
  public List<Param> ownParams() {
    Param cursor = text(Paging.CURSOR, Optional.of("6000"));
    return sorts.isEmpty() ? List.of(cursor) : List.of(text(Paging.SORT, Optional.empty()), cursor);
  }

  private static Param text(String name, Optional<String> max) {
    return new Param(
        name,
        new ValueType(ParamType.TEXT, false),
        Param.In.QUERY,
        false,
        Optional.empty(),
        Optional.of("1"),
        max);
  }
}
