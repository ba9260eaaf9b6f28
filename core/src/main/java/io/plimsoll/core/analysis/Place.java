package io.plimsoll.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One place of a query where a table is read, and what its rows must have to matter. Filled while
 * the tree is read.
 */
final class Place {
  /**
   * Rows whose column has another value do not matter.
   *
   * @param optional holds only when the parameter has a value; without, all rows matter
   */
  record Pin(Relation.Column column, Operand operand, boolean optional) {}

  private final Relation relation;
  private final String alias;
  private final List<String> views;
  private final List<Pin> pins = new ArrayList<>();
  private Optional<String> rejected = Optional.empty();

  /**
   * @param views in which it stands, that which the query names first
   */
  Place(Relation relation, String alias, List<String> views) {
    this.relation = relation;
    this.alias = alias;
    this.views = List.copyOf(views);
  }

  Relation relation() {
    return relation;
  }

  /** How the query calls it. */
  String alias() {
    return alias;
  }

  List<String> views() {
    return views;
  }

  List<Pin> pins() {
    return pins;
  }

  /** Why a condition on it was of no use, for people. */
  Optional<String> rejected() {
    return rejected;
  }

  void pin(Relation.Column column, Operand operand, boolean optional) {
    if (column.unfit().isPresent()) {
      reject(column, column.unfit().get());
    } else {
      pins.add(new Pin(column, operand, optional));
    }
  }

  /**
   * @param reason unless the column itself is unfit
   */
  void reject(Relation.Column column, String reason) {
    rejected = Optional.of(alias + "." + column.name() + " " + column.unfit().orElse(reason));
  }
}
