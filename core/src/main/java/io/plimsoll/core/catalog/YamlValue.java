package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A place in the file with what is written there; reports problems about itself. */
record YamlValue(Node node, String path, Problems problems) {

  void problem(String message) {
    problems.add(node, path, message);
  }

  /** The mapping at this place; anything else is a problem. */
  Optional<YamlMap> map(String expected) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(YamlMap.of(mapping, path, problems));
    }
    problem("must be " + expected + ", was " + shown());
    return Optional.empty();
  }

  boolean isScalar() {
    return node instanceof ScalarNode;
  }

  boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  /** The text of a scalar as written, without quotes; anything else is a problem. */
  Optional<String> text(String expected) {
    if (node instanceof ScalarNode scalar && !isNull()) {
      return Optional.of(YamlText.value(scalar));
    }
    problem("must be " + expected + ", was " + shown());
    return Optional.empty();
  }

  /** The elements of a list; of anything else, itself. */
  List<YamlValue> items() {
    if (!(node instanceof SequenceNode sequence)) {
      return List.of(this);
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new YamlValue(item, path + "[" + items.size() + "]", problems));
    }
    return items;
  }

  /** What is there, for a message. */
  String shown() {
    return switch (node) {
      case ScalarNode scalar -> isNull() ? "null" : Parsed.quote(YamlText.value(scalar));
      case SequenceNode list -> "a list";
      default -> "a mapping";
    };
  }

  /** What is wrong in a file, collected. For one thread. */
  static final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
      this.file = file;
    }

    void add(Node node, String path, String message) {
      Mark mark = node.getStartMark();
      found.add(new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, path, message));
    }

    void add(int line, int column, String message) {
      found.add(new Problem(file, line, column, "", message));
    }

    int count() {
      return found.size();
    }

    void throwIfAny() {
      if (!found.isEmpty()) {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(
            java.util.Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        throw new CatalogException(sorted);
      }
    }
  }
}
