package io.plimsoll.system.oracle;

import java.util.List;
import java.util.Optional;

/** WITH RECURSIVE: rows that are reached from others. */
final class Recursion {
  private final Grammar grammar;
  private final Dice dice;

  Recursion(Grammar grammar) {
    this.grammar = grammar;
    this.dice = grammar.dice;
  }

  Select select(List<Out> around, Optional<List<Column>> like) {
    String name = grammar.name("r");
    Sources.From start = grammar.sources.relation(dice.of(grammar.schema.readable()));
    Out root = dice.of(start.visible());
    Sources.From next = grammar.sources.relation(dice.of(grammar.schema.readable()));
    List<Out> same = next.visible().stream().filter(o -> o.kind() == root.kind()).toList();
    if (!root.kind().fit() || same.isEmpty()) {
      return grammar.selects.plain(0, around, like);
    }
    String type = root.kind().type(grammar.schema.name());
    String extra =
        dice.percent(40) ? " and " + grammar.predicates.any(next.visible(), 0, around) : "";
    String sql =
        "with recursive %s(c1) as (select %s::%s from %s%s union select %s::%s from %s join %s on %s.c1 = %s%s) "
            .formatted(
                name,
                root.sql(),
                type,
                start.sql(),
                grammar.predicates.where(start.visible(), 0, around),
                dice.of(same).sql(),
                type,
                next.sql(),
                name,
                name,
                dice.of(same).sql(),
                extra);
    grammar.withs.add(
        new RandomSchema.Relation(
            name,
            List.of(new Column("c1", root.kind(), true, true, root.column().range(), false))));
    Select main = grammar.selects.plain(0, around, like);
    grammar.withs.removeLast();
    return new Select(sql + main.sql(), main.columns());
  }
}
