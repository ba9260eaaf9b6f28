package io.plimsoll.system.oracle;

import java.util.List;

/** What is written to one table writes to another. */
final class Trigger {
  private Trigger() {}

  /** Its DDL. */
  static List<String> of(Dice dice, String schema, int number, List<Table> tables) {
    Table from = dice.of(tables);
    Table to = dice.of(tables);
    String function = schema + ".f" + number;
    return List.of(
        """
        create function %s() returns trigger language plpgsql as $$
        begin if pg_trigger_depth() < 2 then %s; end if; return null; end $$\
        """
            .formatted(function, work(dice, schema, to)),
        "create trigger tr%d after %s on %s for each row execute function %s()"
            .formatted(
                number,
                dice.of("insert", "update", "delete", "insert or update"),
                from.name(),
                function));
  }

  private static String work(Dice dice, String schema, Table to) {
    Column changed = dice.of(to.writable());
    Column where = dice.of(to.writable());
    String condition = where.name() + " = " + where.kind().literal(where.value(dice), schema);
    String update =
        "update %s set %s = %s where %s"
            .formatted(to.name(), changed.name(), changed.literal(dice, schema), condition);
    String delete = "delete from %s where %s".formatted(to.name(), condition);
    return dice.of(update, to.insert(dice, schema, 1), delete);
  }
}
