package io.plimsoll.core.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a statement makes use of besides tables. Names are as in Postgres's catalogs: lower case
 * unless quoted.
 *
 * @param functions called by name, with schema when written; {@code current_user} and its like too
 * @param columns without their table; Postgres takes {@code a.f} for {@code f(a)} when no column is
 *     called so
 * @param casts explicit ones
 * @param literals strings as written, with quotes and the E or dollar tag
 */
public record SqlUses(
    SortedSet<String> functions,
    SortedSet<String> columns,
    List<Cast> casts,
    List<String> literals) {
  /** Function calls that are written without parentheses. */
  public static final Set<String> KEYWORDS_OF_TIME_AND_SESSION =
      Set.of(
          "current_catalog",
          "current_date",
          "current_role",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "localtime",
          "localtimestamp",
          "session_user",
          "system_user",
          "user");

  public SqlUses {
    functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
    columns = Collections.unmodifiableSortedSet(new TreeSet<>(columns));
    casts = List.copyOf(casts);
    literals = List.copyOf(literals);
  }

  /**
   * A value brought to another type.
   *
   * @param type as {@code to_regtype} takes it
   * @param certain false for {@code date(x)}, which is a cast only when there is such a type
   * @param parameters anywhere in the value
   * @param columns anywhere in the value
   */
  public record Cast(
      String type, boolean certain, SortedSet<String> parameters, SortedSet<String> columns) {
    public Cast {
      parameters = Collections.unmodifiableSortedSet(new TreeSet<>(parameters));
      columns = Collections.unmodifiableSortedSet(new TreeSet<>(columns));
    }
  }
}
