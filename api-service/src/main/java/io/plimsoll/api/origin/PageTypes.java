package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.PageDef;
import io.plimsoll.core.catalog.Paging;
import io.plimsoll.core.catalog.ParamType;
import io.plimsoll.core.catalog.QueryDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the values of a cursor are, by the columns that Postgres tells of a list. Pure. */
public final class PageTypes {
  private PageTypes() {}

  /**
   * The pages behind a row.
   *
   * @param columns of the list
   * @return empty when they are not known, or not fit
   */
  public static Optional<QueryDef> next(PageDef page, List<ResultColumn> columns) {
    List<ParamType> types = new ArrayList<>();
    for (Paging.Sort sort : page.by()) {
      named(sort, columns).stream().findFirst().flatMap(PageTypes::type).ifPresent(types::add);
    }
    return types.size() == page.by().size() ? Optional.of(page.next(types)) : Optional.empty();
  }

  /** Why a list cannot be in pages by these columns, a line each; none when nothing is known. */
  static List<String> problems(String where, PageDef page, List<ResultColumn> columns) {
    List<String> problems = new ArrayList<>();
    for (Paging.Sort sort : page.by()) {
      List<ResultColumn> named = named(sort, columns);
      if (!columns.isEmpty() && named.size() != 1) {
        problems.add(
            "%s.page: the SQL returns %d columns %s, must be 1"
                .formatted(where, named.size(), sort.column()));
      } else if (named.size() == 1 && type(named.getFirst()).isEmpty()) {
        problems.add(
            "%s.page: column %s is %s: a cursor can hold integers, numeric, boolean, text, uuid, date, timestamptz"
                .formatted(where, sort.column(), named.getFirst().type()));
      }
    }
    return problems;
  }

  private static List<ResultColumn> named(Paging.Sort sort, List<ResultColumn> columns) {
    return columns.stream().filter(c -> c.name().equals(sort.column())).toList();
  }

  private static Optional<ParamType> type(ResultColumn column) {
    return switch (column.type()) {
      case "int2" -> Optional.of(ParamType.SMALLINT);
      case "int4" -> Optional.of(ParamType.INT);
      case "int8" -> Optional.of(ParamType.BIGINT);
      case "numeric" -> Optional.of(ParamType.NUMERIC);
      case "bool" -> Optional.of(ParamType.BOOLEAN);
      case "text", "varchar" -> Optional.of(ParamType.TEXT);
      case "uuid" -> Optional.of(ParamType.UUID);
      case "date" -> Optional.of(ParamType.DATE);
      case "timestamptz" -> Optional.of(ParamType.TIMESTAMPTZ);
      default -> Optional.empty();
    };
  }
}
