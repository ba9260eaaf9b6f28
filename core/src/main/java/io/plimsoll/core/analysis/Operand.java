package io.plimsoll.core.analysis;

import java.util.List;

/** The other side of an equality: what the values of a column are limited to. */
sealed interface Operand {
  record Constants(List<String> values) implements Operand {}

  /** A scalar, or the elements of an array. */
  record Parameter(String name) implements Operand {}

  /** Those that another place's column has in the rows that matter there. */
  record ColumnOf(Place place, String column) implements Operand {}

  record AnyOf(List<Operand> operands) implements Operand {}
}
