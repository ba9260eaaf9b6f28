package io.plimsoll.api.origin;

import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.analysis.ValueSource;
import io.plimsoll.core.catalog.KeyedTag;
import io.plimsoll.core.catalog.QueryDef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tags that the catalog states, in place of derived ones. Pure. */
final class StatedTags {
  private StatedTags() {}

  /** The plan with what the catalog states for a table in place of what was derived. */
  static TagPlan over(TagPlan derived, QueryDef query) {
    if (query.keyed().isEmpty()) {
      return derived;
    }
    Map<String, List<KeyedTag>> stated = byTable(query);
    List<TagPlan.Rows> rows = new ArrayList<>();
    for (TagPlan.Rows place : derived.rows()) {
      if (!stated.containsKey(place.table())) {
        rows.add(place);
      }
    }
    stated.forEach((table, tags) ->
        tags.forEach(tag ->
            rows.add(new TagPlan.Rows(table, List.of(keys(tag)), "stated in the catalog"))));
    return new TagPlan(derived.relations(), rows, derived.captures());
  }

  /** What is stated and not shown by the SQL, a line each. */
  static List<String> unproven(TagPlan derived, QueryDef query) {
    List<String> lines = new ArrayList<>();
    byTable(query)
        .forEach((table, tags) -> {
          for (TagPlan.Rows place : derived.rows()) {
            if (place.table().equals(table)
                && tags.stream().noneMatch(tag -> isShown(tag, place))) {
              lines.add(
                  "%s: the SQL does not show that only rows of the stated tag matter: %s"
                      .formatted(table, place.why()));
            }
          }
        });
    return lines.stream().distinct().toList();
  }

  private static boolean isShown(KeyedTag tag, TagPlan.Rows place) {
    return !place.choices().isEmpty()
        && place
            .choices()
            .getFirst()
            .columns()
            .entrySet()
            .containsAll(keys(tag).columns().entrySet());
  }

  private static Map<String, List<KeyedTag>> byTable(QueryDef query) {
    Map<String, List<KeyedTag>> stated = new LinkedHashMap<>();
    query.keyed().forEach(t -> stated.computeIfAbsent(t.table(), x -> new ArrayList<>()).add(t));
    return stated;
  }

  private static TagPlan.Keys keys(KeyedTag tag) {
    SortedMap<String, ValueSource> columns = new TreeMap<>();
    tag.columns().forEach((column, name) -> columns.put(column, new ValueSource.Parameter(name)));
    return new TagPlan.Keys(columns);
  }
}
