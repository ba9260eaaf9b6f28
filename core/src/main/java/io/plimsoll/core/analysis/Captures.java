package io.plimsoll.core.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the selects that read with an answer which values lead to other rows. For one query. */
final class Captures {
  private final Function<String, String> parameterTypes;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<TagPlan.Capture> all = new ArrayList<>();
  private final List<TagPlan.Capture> plain = new ArrayList<>();

  /**
   * @param parameterTypes the type of a parameter as SQL takes it
   */
  Captures(Function<String, String> parameterTypes) {
    this.parameterTypes = parameterTypes;
  }

  /** The plan, without captures that no choice has come to use. */
  TagPlan plan(SortedSet<String> relations, List<TagPlan.Rows> rows) {
    List<Integer> used = new ArrayList<>();
    List<TagPlan.Rows> renumbered = new ArrayList<>();
    for (TagPlan.Rows place : rows) {
      List<TagPlan.Keys> choices = new ArrayList<>();
      for (TagPlan.Keys keys : place.choices()) {
        SortedMap<String, ValueSource> columns = new TreeMap<>();
        keys.columns().forEach((column, source) -> columns.put(column, renumber(source, used)));
        choices.add(new TagPlan.Keys(columns));
      }
      renumbered.add(new TagPlan.Rows(place.table(), choices, place.why()));
    }
    return new TagPlan(relations, renumbered, used.stream().map(all::get).toList());
  }

  private static ValueSource renumber(ValueSource source, List<Integer> used) {
    return switch (source) {
      case ValueSource.Captured(int number, String column) -> {
        if (!used.contains(number)) {
          used.add(number);
        }
        yield new ValueSource.Captured(used.indexOf(number), column);
      }
      case ValueSource.AnyOf(List<ValueSource> sources) ->
          new ValueSource.AnyOf(sources.stream().map(s -> renumber(s, used)).toList());
      case ValueSource.Constants constants -> constants;
      case ValueSource.Parameter parameter -> parameter;
    };
  }

  /**
   * The values of a column in the rows of a pinned place.
   *
   * @return empty when they cannot be had at little cost, or have no canonical text
   */
  Optional<ValueSource> of(Place place, SortedMap<String, ValueSource> pins, String column) {
    Relation relation = place.relation();
    Optional<Relation.Column> wanted = named(relation, column);
    boolean cheap =
        relation.isPinnedBy(pins.keySet())
            || pins.keySet().stream().anyMatch(relation.indexed()::contains);
    if (!cheap || wanted.isEmpty() || wanted.get().unfit().isPresent()) {
      return Optional.empty();
    }
    TagPlan.Capture values = select(relation, pins, wanted.get());
    String label = place.alias() + "." + column;
    int number =
        numbers.computeIfAbsent(
            values.sql() + values.names(),
            s -> {
              plain.add(values);
              all.add(
                  new TagPlan.Capture(
                      "select v::text from (%s limit %d) as c(v)"
                          .formatted(values.sql(), TagPlan.MAX_VALUES + 1),
                      values.names()));
              return all.size() - 1;
            });
    return Optional.of(new ValueSource.Captured(number, label));
  }

  /** Why {@link #of} has none. */
  String obstacle(Place place, SortedMap<String, ValueSource> pins, String column) {
    String name = place.alias() + "." + column;
    return named(place.relation(), column)
        .flatMap(Relation.Column::unfit)
        .map(unfit -> name + " " + unfit)
        .orElseGet(() ->
            "to read %s with each answer takes an index on %s (%s)"
                .formatted(name, place.relation().name(), String.join(", ", pins.keySet())));
  }

  private TagPlan.Capture select(
      Relation relation, SortedMap<String, ValueSource> pins, Relation.Column wanted) {
    List<String> names = new ArrayList<>();
    String conditions =
        pins.entrySet().stream()
            .map(pin ->
                condition(named(relation, pin.getKey()).orElseThrow(), pin.getValue(), names))
            .collect(Collectors.joining(" and "));
    return new TagPlan.Capture(
        "select %s from %s where %s and %s is not null"
            .formatted(wanted.quoted(), relation.quoted(), conditions, wanted.quoted()),
        names);
  }

  private String condition(Relation.Column column, ValueSource source, List<String> names) {
    return switch (source) {
      case ValueSource.Constants constants ->
          constants.values().stream()
              .map(value -> "'" + value.replace("'", "''") + "'::" + comparable(column.type()))
              .collect(Collectors.joining(", ", column.quoted() + " in (", ")"));
      case ValueSource.Parameter(String name) -> {
        names.add(name);
        String type = parameterTypes.apply(name);
        boolean array = type.endsWith("[]");
        String value = "?::" + type;
        if (column.label()) {
          value += "::" + column.type() + (array ? "[]" : "");
        }
        yield column.quoted() + " = " + (array ? "any (" + value + ")" : "(" + value + ")");
      }
      case ValueSource.Captured captured -> {
        TagPlan.Capture inner = plain.get(captured.capture());
        names.addAll(inner.names());
        yield column.quoted() + " in (" + inner.sql() + ")";
      }
      case ValueSource.AnyOf any ->
          any.sources().stream()
              .map(one -> condition(column, one, names))
              .collect(Collectors.joining(" or ", "(", ")"));
    };
  }

  /** A constant may be beyond the column's own type: then no row has it. */
  private static String comparable(String type) {
    return type.equals("smallint") || type.equals("integer") ? "bigint" : type;
  }

  private static Optional<Relation.Column> named(Relation relation, String column) {
    return relation.columns().values().stream().filter(c -> c.name().equals(column)).findFirst();
  }
}
