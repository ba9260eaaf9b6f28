package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code page} of a query. */
final class PageReader {
  private static final List<String> KEYS = List.of("by", "limit", "sort", "filter");
  private static final Set<String> OWN = Set.of(Paging.LIMIT, Paging.CURSOR, Paging.SORT);
  private static final List<String> LIMITS = List.of("default", "max");
  private static final String EXPECTED = "a column of the answer with asc or desc, such as id desc";
  private static final Pattern SORT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62})( asc| desc)?");
  private static final int DEFAULT = 20;
  private static final int DEFAULT_MAX = 100;
  private static final int MOST = 1_000;
  static final int MOST_COLUMNS = 8;

  private PageReader() {}

  /**
   * The pages, if they are sound.
   *
   * @param query empty when it has problems of its own
   */
  static Optional<PagedList> read(Optional<QueryDef> query, YamlValue value) {
    int before = value.problems().count();
    Optional<YamlMap> read = value.map("a mapping such as { by: [id desc] }");
    if (read.isEmpty()) {
      return Optional.empty();
    }
    YamlMap map = read.get();
    map.allow(KEYS);
    List<Paging.Sort> by = map.require("by", value).map(PageReader::by).orElse(List.of());
    Optional<YamlMap> limits = map.get("limit").flatMap(v -> v.map("a mapping with default, max"));
    limits.ifPresent(m -> m.allow(LIMITS));
    int max = number(limits, "max", DEFAULT_MAX, MOST);
    int size = number(limits, "default", Math.min(DEFAULT, max), max);
    Map<String, List<Paging.Sort>> sorts =
        map.get("sort").map(v -> SortReader.read(v, by)).orElse(Map.of());
    List<Filter> filters = map.get("filter").map(FilterReader::read).orElse(List.of());
    query.ifPresent(q -> check(q, filters, value));
    if (value.problems().count() > before || query.isEmpty()) {
      return Optional.empty();
    }
    Param limit =
        new Param(
            Paging.LIMIT,
            new ValueType(ParamType.INT, false),
            Param.In.QUERY,
            false,
            Optional.of(Integer.toString(size)),
            Optional.of("1"),
            Optional.of(Integer.toString(max)));
    return Optional.of(list(query.get(), by, sorts, filters, limit));
  }

  /** Of two texts that mean the same order there is one order. */
  private static PagedList list(
      QueryDef query,
      List<Paging.Sort> by,
      Map<String, List<Paging.Sort>> sorts,
      List<Filter> filters,
      Param limit) {
    Map<List<Paging.Sort>, PageDef> orders = new HashMap<>();
    PageDef usual = new PageDef(query, query.name(), by, filters, limit);
    orders.put(by, usual);
    Map<String, PageDef> bySort = new LinkedHashMap<>();
    sorts.forEach((text, order) ->
        bySort.put(
            text,
            orders.computeIfAbsent(
                order, o -> new PageDef(query, query.name() + '/' + text, o, filters, limit))));
    return new PagedList(usual, bySort, filters);
  }

  private static void check(QueryDef query, List<Filter> filters, YamlValue value) {
    if (query.one()) {
      value.problem("is for a query that answers a list");
    }
    for (Param param : query.params()) {
      if (OWN.contains(param.name())) {
        value.problem(
            "has the parameters limit, cursor and sort; take "
                + param.name()
                + " out of params and SQL");
      } else if (param.name().startsWith(PageDef.OWN)) {
        value.problem("has parameters of its own that begin as " + param.name() + " does");
      }
    }
    Set<String> taken = new HashSet<>(OWN);
    query.params().forEach(param -> taken.add(param.name()));
    for (Filter filter : filters) {
      String name = filter.param().name();
      if (!taken.add(name) || name.startsWith(PageDef.OWN)) {
        value.problem(
            "the filter %s of column %s has the name of another parameter: name the column otherwise in the SQL"
                .formatted(name, filter.column()));
      }
    }
  }

  private static List<Paging.Sort> by(YamlValue value) {
    List<Paging.Sort> by = new ArrayList<>();
    for (YamlValue item : value.items()) {
      Optional<String> text = item.text(EXPECTED);
      Matcher sort = SORT.matcher(text.orElse(""));
      if (text.isPresent() && !sort.matches()) {
        item.problem("must be " + EXPECTED + ", was " + item.shown());
      } else if (text.isPresent()) {
        by.add(new Paging.Sort(sort.group(1), " desc".equals(sort.group(2))));
      }
    }
    long distinct = by.stream().map(Paging.Sort::column).distinct().count();
    if (value.items().isEmpty() || value.items().size() > MOST_COLUMNS || distinct < by.size()) {
      value.problem("must have 1 to " + MOST_COLUMNS + " different columns");
    }
    return by;
  }

  private static int number(Optional<YamlMap> map, String key, int fallback, int most) {
    Optional<YamlValue> value = map.flatMap(m -> m.get(key));
    String expected = "a number from 1 to " + most;
    Optional<String> text = value.flatMap(v -> v.text(expected));
    if (text.isEmpty()) {
      return fallback;
    }
    if (!text.get().matches("[1-9][0-9]{0,3}") || Integer.parseInt(text.get()) > most) {
      value.get().problem("must be " + expected + ", was " + value.get().shown());
      return fallback;
    }
    return Integer.parseInt(text.get());
  }
}
