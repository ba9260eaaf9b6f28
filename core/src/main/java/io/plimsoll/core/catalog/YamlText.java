package io.plimsoll.core.catalog;

import java.io.StringReader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * YAML text to nodes. YAML 1.2 lets a plain scalar in a flow mapping begin with a colon ({@code {
 * id: :id }}, production ns-plain-first); SnakeYAML does not, neither for 1.1 nor its engine for
 * 1.2. So that colon is read as a stand-in of the same width, and every scalar gets it back.
 */
final class YamlText {
  private static final char STAND_IN = '\uE000';
  private static final Pattern LEADING_COLON = Pattern.compile("(?<=[\\s\\[{,]):(?=[A-Za-z_])");

  private YamlText() {}

  /** The root, null for an empty file. */
  static @Nullable Node compose(String text) {
    if (text.indexOf(STAND_IN) >= 0) {
      throw new IllegalArgumentException("the private-use character U+E000 is not supported");
    }
    String readable = LEADING_COLON.matcher(text).replaceAll(String.valueOf(STAND_IN));
    return new Yaml(new LoaderOptions()).compose(new StringReader(readable));
  }

  /** The scalar's text as written. */
  static String value(ScalarNode scalar) {
    return scalar.getValue().replace(STAND_IN, ':');
  }
}
