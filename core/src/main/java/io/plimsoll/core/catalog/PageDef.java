package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pages of a list in one order, by key: a page begins behind the last row of the one before it,
 * wherever that stands by now. Both kinds of pages are queries of their own, each analysed, cached
 * and keyed by itself. What is analysed has every filter as {@code (:p is null or column = :p)};
 * what runs has those that are given, and is the same for their values. Immutable.
 */
public final class PageDef {
  static final String OWN = "plimsoll_";

  private static final String AFTER = OWN + "after_";

  private final QueryDef base;
  private final List<Filter> filters;
  private final Paging paging;
  private final QueryDef first;

  /**
   * Of a list.
   *
   * @param base whose SQL is without order and limit
   * @param name of the first page
   * @param limit {@value Paging#LIMIT}
   */
  PageDef(QueryDef base, String name, List<Paging.Sort> by, List<Filter> filters, Param limit) {
    this.base = base;
    this.filters = List.copyOf(filters);
    String order = String.join(", ", by.stream().map(Paging.Sort::sql).toList());
    this.paging = new Paging(base.name() + " " + base.version() + " by " + order, by);
    this.first = page(name, List.of(limit), List.of());
  }

  /** The page that begins with the first row, and takes the parameters of the list. */
  public QueryDef first() {
    return first;
  }

  public List<Paging.Sort> by() {
    return paging.by();
  }

  /** Its name; a catalog's names have no such character. */
  public String nextName() {
    return first.name() + "/next";
  }

  /**
   * A page behind a row.
   *
   * @param types of the columns of {@link #by}
   */
  public QueryDef next(List<ParamType> types) {
    List<Param> added = new ArrayList<>();
    added.add(first.params().getLast());
    for (int i = 0; i < types.size(); i++) {
      added.add(
          new Param(
              after(i),
              new ValueType(types.get(i), false),
              Param.In.QUERY,
              true,
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
    return page(nextName(), added, List.of(behind(0)));
  }

  /** The parameters of {@link #next} that hold the values of a row, in the order of {@link #by}. */
  public static List<Param> after(QueryDef next) {
    return next.params().stream().filter(p -> p.name().startsWith(AFTER)).toList();
  }

  private static String after(int i) {
    return AFTER + (i + 1);
  }

  /**
   * A page as it runs.
   *
   * @param page {@link #first} or of {@link #next}
   * @param given names of parameters of filters that have a value
   */
  public QueryDef narrowed(QueryDef page, Set<String> given) {
    List<List<SqlScanner.Piece>> conditions = new ArrayList<>();
    if (page.name().equals(nextName())) {
      conditions.add(behind(0));
    }
    filters.stream()
        .filter(filter -> given.contains(filter.param().name()))
        .forEach(filter -> conditions.add(filter.given()));
    return page.running(sql(page.params(), conditions));
  }

  private QueryDef page(String name, List<Param> added, List<List<SqlScanner.Piece>> behind) {
    List<Param> params = new ArrayList<>(base.params());
    filters.forEach(filter -> params.add(filter.param()));
    params.addAll(added);
    List<List<SqlScanner.Piece>> conditions = new ArrayList<>(behind);
    filters.forEach(filter -> conditions.add(filter.optional()));
    SqlTemplate sql = sql(params, conditions);
    return new QueryDef(
        name,
        base.path(),
        params,
        sql,
        false,
        base.ttl(),
        base.maxStaleness(),
        base.staleWhileRevalidate(),
        base.staleIfError(),
        base.cache(),
        base.maxConcurrent(),
        base.keyed(),
        base.access(),
        QueryDef.version(sql, false, params, base.keyed()),
        Optional.of(paging));
  }

  /** One row more than wanted tells whether there is a next page. */
  private SqlTemplate sql(List<Param> params, List<List<SqlScanner.Piece>> conditions) {
    Map<String, ValueType> types = new HashMap<>();
    params.forEach(p -> types.put(p.name(), p.type()));
    List<SqlScanner.Piece> pieces = new ArrayList<>();
    pieces.add(text("select * from ("));
    pieces.addAll(base.sql().pieces());
    pieces.add(text("\n) as plimsoll_page"));
    String before = " where ";
    for (List<SqlScanner.Piece> condition : conditions) {
      pieces.add(text(before));
      pieces.addAll(condition);
      before = " and ";
    }
    String order = String.join(", ", by().stream().map(Paging.Sort::sql).toList());
    pieces.add(text(" order by " + order + " limit "));
    pieces.add(new SqlScanner.Piece.Name(Paging.LIMIT));
    pieces.add(text(" + 1"));
    return base.sql().rewritten(pieces, types);
  }

  /** One comparison of rows, which an index can answer, where all columns go the same way. */
  private List<SqlScanner.Piece> behind(int i) {
    List<SqlScanner.Piece> pieces = new ArrayList<>();
    boolean sameWay = by().stream().map(Paging.Sort::descending).distinct().count() == 1;
    if (sameWay) {
      String columns = String.join(", ", by().stream().map(Paging.Sort::quoted).toList());
      pieces.add(text("(" + columns + ") " + operator(by().getFirst()) + " ("));
      for (int k = 0; k < by().size(); k++) {
        pieces.add(text(k == 0 ? "" : ", "));
        pieces.add(new SqlScanner.Piece.Name(after(k)));
      }
      pieces.add(text(")"));
      return pieces;
    }
    Paging.Sort sort = by().get(i);
    pieces.add(text("(" + sort.quoted() + " " + operator(sort) + " "));
    pieces.add(new SqlScanner.Piece.Name(after(i)));
    if (i + 1 < by().size()) {
      pieces.add(text(" or " + sort.quoted() + " = "));
      pieces.add(new SqlScanner.Piece.Name(after(i)));
      pieces.add(text(" and "));
      pieces.addAll(behind(i + 1));
    }
    pieces.add(text(")"));
    return pieces;
  }

  private static SqlScanner.Piece text(String text) {
    return new SqlScanner.Piece.Text(text);
  }

  private static String operator(Paging.Sort sort) {
    return sort.descending() ? "<" : ">";
  }
}
