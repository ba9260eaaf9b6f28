package io.plimsoll.local.explain;

import java.util.List;
import java.util.Map;

/**
 * A query of the catalog, explained.
 *
 * @param runs whether Postgres takes it; if not, the obstacles say why
 * @param cacheable whether its answers are kept
 * @param obstacles why not, with place and remedy
 * @param relations tables and views that it reads, views followed
 * @param rows which rows of a table matter, for each place that reads it
 * @param tags of the answer to the given values; empty when none were given
 * @param effects what a change of each table ends
 * @param reads what is read with the answer for further tags, as SQL
 * @param plan Postgres's, a line each
 * @param hints what would make it better
 */
public record Explanation(
    String query,
    String path,
    boolean runs,
    boolean cacheable,
    List<String> obstacles,
    List<String> relations,
    List<Rows> rows,
    List<String> tags,
    List<Effect> effects,
    List<String> reads,
    List<String> plan,
    List<String> hints) {

  /**
   * One place.
   *
   * @param tags in order of preference, such as {@code articles{id=:id}; else articles*}
   * @param why the condition, or why any row matters
   */
  public record Rows(String tags, String why) {}

  /**
   * What changes of a table end.
   *
   * @param oldValues columns whose old values decide, and are not told by Postgres; empty when all
   *     are
   * @param ended by kind of change: in words
   */
  public record Effect(String table, List<String> oldValues, Map<String, String> ended) {}
}
