package io.plimsoll.system.staleness;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was counted in one scenario, or in all; a line of the table. Immutable. */
record Row(String scenario, Map<Column, Long> counts) {
  private static final int NAME = 46;

  Row {
    counts = Map.copyOf(counts);
  }

  static Row none(String scenario) {
    return new Row(scenario, Map.of());
  }

  long of(Column column) {
    return counts.getOrDefault(column, 0L);
  }

  /** This, with as much more. */
  Row plus(Column column, long count) {
    Map<Column, Long> sum = new EnumMap<>(Column.class);
    sum.putAll(counts);
    sum.merge(column, count, column::plus);
    return new Row(scenario, sum);
  }

  Row plus(Column column, boolean counted) {
    return counted ? plus(column, 1) : this;
  }

  Row plus(Row other) {
    Map<Column, Long> sum = new EnumMap<>(Column.class);
    sum.putAll(counts);
    other.counts.forEach((column, count) -> sum.merge(column, count, column::plus));
    return new Row(scenario, sum);
  }

  static String head() {
    return line("scenario", Column::head);
  }

  String line() {
    return line(scenario, column -> Long.toString(of(column)));
  }

  private static String line(String name, Function<Column, String> text) {
    return ("%-" + NAME + "s").formatted(name)
        + Arrays.stream(Column.values())
            .map(column -> ("%" + column.width() + "s").formatted(text.apply(column)))
            .collect(Collectors.joining());
  }
}
