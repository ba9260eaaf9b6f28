package io.plimsoll.core.analysis.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@code pg_node_tree}. Values are nodes, lists, and texts; what is {@code <>} there is
 * absent here. Compared by identity: equal text may stand in several places. Immutable.
 */
public final class Node {
  /** PostgreSQL 15 wrote some labels shorter. */
  private static final Map<String, String> OLD_LABELS =
      Map.of(
          "RTE", "RANGETBLENTRY",
          "ARRAY", "ARRAYEXPR",
          "ROW", "ROWEXPR",
          "ROWCOMPARE", "ROWCOMPAREEXPR",
          "COALESCE", "COALESCEEXPR",
          "MINMAX", "MINMAXEXPR",
          "CASE", "CASEEXPR",
          "WHEN", "CASEWHEN",
          "COLLATE", "COLLATEEXPR");

  private final String label;
  private final Map<String, Object> fields;

  Node(String label, Map<String, Object> fields) {
    this.label = OLD_LABELS.getOrDefault(label, label);
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The kind in capitals, as PostgreSQL 16 and later write it: {@code OPEXPR}. */
  public String label() {
    return label;
  }

  public boolean is(String wanted) {
    return label.equals(wanted);
  }

  /** Whether the field is there and not {@code <>}. */
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  /** A field that is a node. */
  public Optional<Node> node(String field) {
    return fields.get(field) instanceof Node node ? Optional.of(node) : Optional.empty();
  }

  /** A field that is a node and must be there. */
  public Node child(String field) {
    return node(field)
        .orElseThrow(() -> new TreeException("%s has no node %s".formatted(label, field)));
  }

  /** The nodes of a field that is a list; absent is empty. */
  public List<Node> nodes(String field) {
    return list(field).stream().filter(Node.class::isInstance).map(Node.class::cast).toList();
  }

  /** A field that is a list; absent is empty. */
  public List<?> list(String field) {
    return fields.get(field) instanceof List<?> list ? list : List.of();
  }

  /** A field that is text and must be there. */
  public String text(String field) {
    if (fields.get(field) instanceof String text) {
      return text;
    }
    throw new TreeException("%s has no text %s".formatted(label, field));
  }

  /** A number, an oid too; must be there. */
  public long number(String field) {
    try {
      return Long.parseLong(text(field));
    } catch (NumberFormatException e) {
      throw new TreeException("%s: %s is no number".formatted(label, field), e);
    }
  }

  public int integer(String field) {
    return Math.toIntExact(number(field));
  }

  /** Whether the field is {@code true}; absent is not. */
  public boolean flag(String field) {
    return "true".equals(fields.get(field));
  }

  /** All values, in the order of the text. */
  public Collection<Object> values() {
    return fields.values();
  }

  /** Field by field. */
  public Map<String, Object> fields() {
    return fields;
  }

  @Override
  public String toString() {
    return label + fields.keySet();
  }

  /** For a value that may be absent. */
  static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
