package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which conditions the rows of each entry of FROM must meet to matter.
 *
 * <p>Proof, for a strict condition c on columns of entry r: leave rows out of r that do not meet c;
 * the answer stays. In WHERE, and in ON of an inner join: every row of the join that has a part of
 * such an r row is dropped by c itself, and whether a row of the join with another r part exists
 * does not depend on the rows left out; rows of the join that come to have no part of r, as the
 * outer join finds no match for them any more, have null there and are dropped by c too. In ON of
 * an outer join, on its nullable side: such rows match nothing. On the other side, and in a full
 * join, rows stay whatever ON says, so it tells nothing.
 */
final class Conditions {
  private static final int INNER = 0;
  private static final int LEFT = 1;
  private static final int RIGHT = 3;

  private Conditions() {}

  /** By entry of the range table; what does not stand in FROM is not there. */
  static Map<Integer, List<Node>> byEntry(Node query) {
    Map<Integer, List<Node>> found = new HashMap<>();
    query.node("jointree").ifPresent(from -> descend(from, List.of(), found));
    return found;
  }

  private static void descend(Node part, List<Node> above, Map<Integer, List<Node>> into) {
    switch (part.label()) {
      case "FROMEXPR" -> {
        List<Node> here = with(above, part.node("quals"));
        part.nodes("fromlist").forEach(item -> descend(item, here, into));
      }
      case "JOINEXPR" -> {
        int type = part.integer("jointype");
        List<Node> own = with(above, part.node("quals"));
        boolean left = type == INNER || type == RIGHT;
        boolean right = type == INNER || type == LEFT;
        descend(part.child("larg"), left ? own : above, into);
        descend(part.child("rarg"), right ? own : above, into);
      }
      case "RANGETBLREF" -> into.put(part.integer("rtindex"), above);
      default -> {}
    }
  }

  /** Those that hold for each row of FROM as a whole. */
  static List<Node> ofAll(Node query) {
    List<Node> found = new ArrayList<>();
    query.node("jointree").ifPresent(from -> collect(from, found));
    return found;
  }

  private static void collect(Node part, List<Node> into) {
    if (part.is("FROMEXPR")) {
      into.addAll(with(List.of(), part.node("quals")));
      part.nodes("fromlist").forEach(item -> collect(item, into));
    } else if (part.is("JOINEXPR") && part.integer("jointype") == INNER) {
      into.addAll(with(List.of(), part.node("quals")));
      collect(part.child("larg"), into);
      collect(part.child("rarg"), into);
    }
  }

  private static List<Node> with(List<Node> above, Optional<Node> condition) {
    List<Node> all = new ArrayList<>(above);
    condition.ifPresent(c -> split(c, all));
    return all;
  }

  /** The parts of an AND. */
  static List<Node> split(Node condition) {
    List<Node> parts = new ArrayList<>();
    split(condition, parts);
    return parts;
  }

  private static void split(Node condition, List<Node> into) {
    if (isBool(condition, "and")) {
      condition.nodes("args").forEach(part -> split(part, into));
    } else {
      into.add(condition);
    }
  }

  static boolean isBool(Node node, String operator) {
    return node.is("BOOLEXPR") && node.text("boolop").equals(operator);
  }
}
