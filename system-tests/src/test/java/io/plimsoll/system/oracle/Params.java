package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parameters of a query in the making. */
final class Params {
  /**
   * One.
   *
   * @param column whose values it has
   * @param type as the catalog names it
   * @param array whether it holds several
   */
  record Given(String name, Column column, String type, boolean nullable, boolean array) {
    /** A value for a request, or several; empty is none. */
    Optional<List<String>> value(Dice dice) {
      return nullable && dice.percent(35)
          ? Optional.empty()
          : Optional.of(dice.times(array ? dice.between(0, 3) : 1, () -> one(dice)));
    }

    private String one(Dice dice) {
      String text = column.value(dice);
      boolean shout = type.equals("uuid") && dice.percent(30);
      return shout ? text.toUpperCase(Locale.ROOT) : text;
    }

    /** As the catalog names it. */
    String catalogType() {
      return array ? type + "[]" : type;
    }
  }

  private final Dice dice;
  private final String schema;
  private final List<Given> all = new ArrayList<>();

  Params(Dice dice, String schema) {
    this.dice = dice;
    this.schema = schema;
  }

  List<Given> all() {
    return all;
  }

  /** A new one, or one that is there already, as SQL. */
  String use(Column like) {
    List<Given> same =
        all.stream()
            .filter(p -> p.column.kind() == like.kind() && !p.nullable && !p.array)
            .toList();
    return sql(
        !same.isEmpty() && dice.percent(30) ? dice.of(same) : add(like, dice.percent(25), false));
  }

  /** One that may be absent. */
  Given optional(Column like) {
    List<Given> same =
        all.stream().filter(p -> p.column.kind() == like.kind() && p.nullable && !p.array).toList();
    return !same.isEmpty() && dice.percent(30) ? dice.of(same) : add(like, true, false);
  }

  private Given add(Column like, boolean nullable, boolean array) {
    String type = like.kind().parameter;
    if (like.kind().family == Kind.Family.NUMBER
        && like.kind() != Kind.NUMERIC
        && dice.percent(30)) {
      type = dice.of("int", "bigint");
    }
    Given given = new Given("p" + (all.size() + 1), like, type, nullable, array);
    all.add(given);
    return given;
  }

  /** Several values, as SQL. */
  String several(Column like) {
    return ":" + add(like, dice.percent(20), true).name();
  }

  String sql(Given given) {
    return switch (given.column.kind()) {
      case LABEL -> ":" + given.name + "::" + given.column.kind().type(schema);
      case INT -> dice.percent(10) ? ":" + given.name + "::int" : ":" + given.name;
      default -> ":" + given.name;
    };
  }
}
