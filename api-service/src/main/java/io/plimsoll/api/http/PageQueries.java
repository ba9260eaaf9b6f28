package io.plimsoll.api.http;

import io.plimsoll.api.origin.PageTypes;
import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.ResultColumn;
import io.plimsoll.core.catalog.PageDef;
import io.plimsoll.core.catalog.QueryDef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What runs for the pages of a list in one order, made once for each set of filters that are given:
 * the catalog bounds how many there are. Thread-safe.
 */
final class PageQueries {
  private final PageDef page;
  private final Function<QueryDef, Planned> planned;
  private final Narrowed first;
  private volatile Next next = new Next(List.of(), Optional.empty());

  private record Next(List<ResultColumn> columns, Optional<Narrowed> query) {}

  private record Narrowed(PageDef page, QueryDef analysed, Map<Set<String>, QueryDef> known) {
    Narrowed(PageDef page, QueryDef analysed) {
      this(page, analysed, new ConcurrentHashMap<>());
    }

    QueryDef with(Set<String> given) {
      return known.computeIfAbsent(given, filters -> page.narrowed(analysed, filters));
    }
  }

  /**
   * Of a list in an order.
   *
   * @param planned how a query stands, as known at the moment
   */
  PageQueries(PageDef page, Function<QueryDef, Planned> planned) {
    this.page = page;
    this.planned = planned;
    this.first = new Narrowed(page, page.first());
  }

  /** The page that begins with the first row. */
  QueryDef first(Set<String> filters) {
    return first.with(filters);
  }

  /** The page behind a row; empty as long as the types of the list's columns are not known. */
  Optional<QueryDef> next(Set<String> filters) {
    List<ResultColumn> columns = planned.apply(page.first()).standing().columns();
    Next last = next;
    if (!last.columns().equals(columns)) {
      last =
          new Next(columns, PageTypes.next(page, columns).map(query -> new Narrowed(page, query)));
      next = last;
    }
    return last.query().map(narrowed -> narrowed.with(filters));
  }
}
