package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a query in the making. */
final class Params {
  /**
   * One.
   *
   * @param column whose values it has
   * @param type as the catalog names it
   */
  record Given(String name, Column column, String type, boolean nullable) {
    /** A value for a request; empty is none. */
    Optional<String> value(Dice dice) {
      if (nullable && dice.percent(35)) {
        return Optional.empty();
      }
      String text = column.value(dice);
      return Optional.of(
          type.equals("uuid") && dice.percent(30) ? text.toUpperCase(java.util.Locale.ROOT) : text);
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
        all.stream().filter(p -> p.column.kind() == like.kind() && !p.nullable).toList();
    return sql(!same.isEmpty() && dice.percent(30) ? dice.of(same) : add(like, dice.percent(25)));
  }

  /** One that may be absent. */
  Given optional(Column like) {
    List<Given> same =
        all.stream().filter(p -> p.column.kind() == like.kind() && p.nullable).toList();
    return !same.isEmpty() && dice.percent(30) ? dice.of(same) : add(like, true);
  }

  private Given add(Column like, boolean nullable) {
    String type = like.kind().parameter;
    if (like.kind().family == Kind.Family.NUMBER
        && like.kind() != Kind.NUMERIC
        && dice.percent(30)) {
      type = dice.of("int", "bigint");
    }
    Given given = new Given("p" + (all.size() + 1), like, type, nullable);
    all.add(given);
    return given;
  }

  String sql(Given given) {
    return switch (given.column.kind()) {
      case LABEL -> ":" + given.name + "::" + given.column.kind().type(schema);
      case INT -> dice.percent(10) ? ":" + given.name + "::int" : ":" + given.name;
      default -> ":" + given.name;
    };
  }
}
