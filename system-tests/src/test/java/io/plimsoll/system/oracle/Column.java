package io.plimsoll.system.oracle;

/**
 * A column of a table or view.
 *
 * @param few whether its values are few; a key's are not
 * @param range when above 0, an integer of so many values
 */
record Column(String name, Kind kind, boolean nullable, boolean few, int range, boolean generated) {
  static Column of(String name, Kind kind) {
    return new Column(name, kind, true, true, 0, false);
  }

  Column key() {
    return new Column(name, kind, false, false, range, false);
  }

  Column required() {
    return new Column(name, kind, false, few, range, generated);
  }

  Column ranging(int values) {
    return new Column(name, kind, nullable, few, values, generated);
  }

  String value(Dice dice) {
    return range > 0 ? "" + dice.below(range) : kind.value(dice, few);
  }

  /** A value as SQL, or null where it may be and the dice say so. */
  String literal(Dice dice, String schema) {
    return nullable && dice.percent(20) ? "null" : kind.literal(value(dice), schema);
  }
}
