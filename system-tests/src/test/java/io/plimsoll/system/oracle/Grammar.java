package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;

/** What the parts of a query in the making share. */
final class Grammar {
  final Dice dice;
  final RandomSchema schema;
  final Params params;
  final Sources sources;
  final Predicates predicates;
  final Subqueries subqueries;
  final Selects selects;
  final Groups groups;
  final Outputs outputs;
  final boolean withParams;

  /** Names that WITH has made, in force where the next part is written. */
  final List<RandomSchema.Relation> withs = new ArrayList<>();

  private int names;

  Grammar(Dice dice, RandomSchema schema, boolean withParams) {
    this.dice = dice;
    this.schema = schema;
    this.withParams = withParams;
    this.params = new Params(dice, schema.name());
    this.sources = new Sources(this);
    this.predicates = new Predicates(this);
    this.subqueries = new Subqueries(this);
    this.selects = new Selects(this);
    this.groups = new Groups(this);
    this.outputs = new Outputs(this);
  }

  String name(String prefix) {
    return prefix + ++names;
  }

  /** A constant or a parameter. */
  String value(Column like) {
    return withParams && dice.percent(75) ? params.use(like) : constant(like);
  }

  String constant(Column like) {
    boolean huge = like.kind().family == Kind.Family.NUMBER && dice.percent(2);
    return huge ? "3000000000" : like.kind().literal(like.value(dice), schema.name());
  }
}
