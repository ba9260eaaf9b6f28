package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list in pages, by key: a page begins behind the last row of the one before it, wherever that
 * stands by now. Both kinds of pages are queries of their own, each analysed, cached and keyed as
 * the SQL that runs. Immutable.
 */
public final class PageDef {
  static final String OWN = "plimsoll_";
  private static final String AFTER = OWN + "after_";

  private final QueryDef base;
  private final Paging paging;
  private final QueryDef first;

  /**
   * Of a list.
   *
   * @param base whose SQL is without order and limit
   * @param limit {@value Paging#LIMIT}
   */
  PageDef(QueryDef base, List<Paging.Sort> by, Param limit) {
    this.base = base;
    String order = String.join(", ", by.stream().map(Paging.Sort::sql).toList());
    this.paging = new Paging(base.name() + " " + base.version() + " by " + order, by);
    this.first = page(base.name(), List.of(limit), List.of());
  }

  /** The page that begins with the first row, and takes the parameters of the list. */
  public QueryDef first() {
    return first;
  }

  public List<Paging.Sort> by() {
    return paging.by();
  }

  /** The parameter of a request that is not one of the SQL. */
  public Param cursor() {
    return new Param(
        Paging.CURSOR,
        new ValueType(ParamType.TEXT, false),
        Param.In.QUERY,
        false,
        Optional.empty(),
        Optional.of("1"),
        Optional.of("6000"));
  }

  /** Its name; a catalog's names have no such character. */
  public String nextName() {
    return base.name() + "/next";
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
    return page(nextName(), added, behind(0));
  }

  /** The parameters of {@link #next} that hold the values of a row, in the order of {@link #by}. */
  public static List<Param> after(QueryDef next) {
    return next.params().stream().filter(p -> p.name().startsWith(AFTER)).toList();
  }

  private static String after(int i) {
    return AFTER + (i + 1);
  }

  /** One row more than wanted tells whether there is a next page. */
  private QueryDef page(String name, List<Param> added, List<SqlScanner.Piece> condition) {
    List<Param> params = new ArrayList<>(base.params());
    params.addAll(added);
    Map<String, ValueType> types = new HashMap<>();
    params.forEach(p -> types.put(p.name(), p.type()));
    List<SqlScanner.Piece> pieces = new ArrayList<>();
    pieces.add(new SqlScanner.Piece.Text("select * from ("));
    pieces.addAll(base.sql().pieces());
    pieces.add(new SqlScanner.Piece.Text("\n) as plimsoll_page"));
    if (!condition.isEmpty()) {
      pieces.add(new SqlScanner.Piece.Text(" where "));
      pieces.addAll(condition);
    }
    String order = String.join(", ", by().stream().map(Paging.Sort::sql).toList());
    pieces.add(new SqlScanner.Piece.Text(" order by " + order + " limit "));
    pieces.add(new SqlScanner.Piece.Name(Paging.LIMIT));
    pieces.add(new SqlScanner.Piece.Text(" + 1"));
    SqlTemplate sql = base.sql().rewritten(pieces, types);
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
        base.keyed(),
        base.access(),
        QueryDef.version(sql, false, params, base.keyed()),
        Optional.of(paging));
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
