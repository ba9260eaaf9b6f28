package io.plimsoll.local.explain;

import io.plimsoll.core.analysis.Relation;
import io.plimsoll.core.analysis.TagPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a change of a table ends, in words. */
final class Effects {
  private Effects() {}

  static List<Explanation.Effect> of(TagPlan plan, List<Relation> relations) {
    List<Explanation.Effect> effects = new ArrayList<>();
    for (Relation relation : relations) {
      List<TagPlan.Rows> places =
          plan.rows().stream().filter(rows -> rows.table().equals(relation.name())).toList();
      if (!places.isEmpty()) {
        effects.add(effect(relation, places));
      }
    }
    return effects;
  }

  private static Explanation.Effect effect(Relation relation, List<TagPlan.Rows> places) {
    boolean any = places.stream().anyMatch(rows -> rows.choices().isEmpty());
    TreeSet<String> columns = new TreeSet<>();
    places.stream()
        .flatMap(rows -> rows.choices().stream().limit(1))
        .forEach(keys -> columns.addAll(keys.columns().keySet()));
    List<String> hidden =
        relation.full() || any
            ? List.of()
            : columns.stream().filter(column -> !relation.key().contains(column)).toList();
    Map<String, String> ended = new LinkedHashMap<>();
    if (any) {
      List.of("INSERT", "UPDATE", "DELETE").forEach(kind -> ended.put(kind, "always"));
    } else {
      String rows =
          places.stream()
              .map(Effects::condition)
              .distinct()
              .collect(Collectors.joining(", or "));
      ended.put("INSERT", "of a row with " + rows);
      String other =
          hidden.isEmpty()
              ? "of a row with " + rows
              : "of any row: old values of " + String.join(", ", hidden) + " are not told";
      ended.put("UPDATE", hidden.isEmpty() ? other + ", before or after" : other);
      ended.put("DELETE", other);
    }
    return new Explanation.Effect(relation.name(), hidden, ended);
  }

  private static String condition(TagPlan.Rows rows) {
    return rows.choices().getFirst().columns().entrySet().stream()
        .map(column -> column.getKey() + " = " + column.getValue())
        .collect(Collectors.joining(" and "));
  }
}
