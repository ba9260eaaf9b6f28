package io.plimsoll.core.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping in the file, by key in its order; repeated and odd keys have been reported. */
record YamlMap(YamlValue self, Map<String, Entry> entries) {
  /** A key and its value, each with its place. */
  record Entry(YamlValue key, YamlValue value) {}

  static YamlMap of(MappingNode mapping, String path, YamlValue.Problems problems) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        problems.add(tuple.getKeyNode(), path, "keys must be plain words");
        continue;
      }
      String name = YamlText.value(scalar);
      String child = path.isEmpty() ? name : path + "." + name;
      YamlValue key = new YamlValue(scalar, child, problems);
      Entry first =
          entries.putIfAbsent(
              name, new Entry(key, new YamlValue(tuple.getValueNode(), child, problems)));
      if (first != null) {
        int line = first.key().node().getStartMark().getLine() + 1;
        key.problem("duplicate key, first on line " + line);
      }
    }
    return new YamlMap(new YamlValue(mapping, path, problems), entries);
  }

  Optional<YamlValue> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** The value, or a problem that it is missing, told at {@code owner}. */
  Optional<YamlValue> require(String key, YamlValue owner) {
    Optional<YamlValue> value = get(key);
    if (value.isEmpty()) {
      owner.problem("must have \"" + key + "\"");
    }
    return value;
  }

  void allow(List<String> keys) {
    entries.forEach((name, entry) -> {
      if (!keys.contains(name)) {
        entry.key().problem("unknown key; expected one of " + String.join(", ", keys));
      }
    });
  }
}
