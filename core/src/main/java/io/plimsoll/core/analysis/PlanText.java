package io.plimsoll.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan for people: {@code public.articles{author_id=:author}; else public.articles*}. Constants
 * stand in quotes unless they are numbers, parameters after a colon, values that are read with the
 * answer as {@code a.author_id}; {@code |} is between the values of one column. That more than
 * {@link TagPlan#MAX_VALUES} values leave any row is not said.
 */
public final class PlanText {
  private final Set<String> nullable;

  /**
   * One place where a table is read.
   *
   * @param tags what of it matters
   * @param why the reason, in words
   */
  public record Line(String tags, String why) {
    @Override
    public String toString() {
      return tags + " because " + why;
    }
  }

  /**
   * @param nullable parameters that a request may leave without a value
   */
  public PlanText(Set<String> nullable) {
    this.nullable = Set.copyOf(nullable);
  }

  /** A line for each place, in the order of the plan. */
  public List<Line> lines(TagPlan plan) {
    return plan.rows().stream().map(rows -> new Line(tags(rows), rows.why())).toList();
  }

  /** The choices in order, up to the first that every request can take. */
  private String tags(TagPlan.Rows rows) {
    List<String> choices = new ArrayList<>();
    for (TagPlan.Keys keys : rows.choices()) {
      choices.add(rows.table() + keys(keys));
      if (keys.columns().values().stream().noneMatch(this::mayBeAbsent)) {
        return String.join("; else ", choices);
      }
    }
    choices.add(rows.table() + "*");
    return String.join("; else ", choices);
  }

  private static String keys(TagPlan.Keys keys) {
    return keys.columns().entrySet().stream()
        .map(PlanText::column)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String column(Map.Entry<String, ValueSource> column) {
    return column.getKey() + "=" + column.getValue();
  }

  private boolean mayBeAbsent(ValueSource source) {
    return switch (source) {
      case ValueSource.Constants constants -> false;
      case ValueSource.Captured captured -> false;
      case ValueSource.Parameter(String name) -> nullable.contains(name);
      case ValueSource.AnyOf(List<ValueSource> sources) ->
          sources.stream().anyMatch(this::mayBeAbsent);
    };
  }
}
