package io.plimsoll.core.catalog;

import java.util.List;

/**
 * That an answer is a page of a list.
 *
 * @param list which list in which order: the same for all its pages, another one when its query
 *     changes
 * @param by what orders the rows: columns of the answer, together unique and never null
 */
public record Paging(String list, List<Sort> by) {
  /** The parameter with the number of rows. */
  public static final String LIMIT = "limit";

  /** The parameter that says where a page begins. */
  public static final String CURSOR = "cursor";

  /** The parameter that asks for an order. */
  public static final String SORT = "sort";

  public Paging {
    by = List.copyOf(by);
  }

  /** A column, as the answer names it. */
  public record Sort(String column, boolean descending) {
    String sql() {
      return quoted() + (descending ? " desc" : " asc");
    }

    /** As an identifier. */
    public String quoted() {
      return Paging.quoted(column);
    }
  }

  /** A column of the catalog, whose names have no quotes, as an identifier. */
  static String quoted(String column) {
    return '"' + column + '"';
  }
}
