package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a path such as {@code /articles/{id}}. */
final class PathReader {
  private static final String EXPECTED = "a path such as /articles/{id}";
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~-]+");
  private static final Pattern VARIABLE = Pattern.compile("\\{[^{}/]+}");
  private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

  private PathReader() {}

  static Optional<PathTemplate> read(YamlValue value) {
    return value.text(EXPECTED).flatMap(text -> segments(value, text));
  }

  private static Optional<PathTemplate> segments(YamlValue value, String text) {
    if (!text.startsWith("/") || text.length() > 500) {
      value.problem("must be " + EXPECTED + ", was " + value.shown());
      return Optional.empty();
    }
    List<PathTemplate.Segment> segments = new ArrayList<>();
    Set<String> variables = new HashSet<>();
    for (String part : text.substring(1).split("/", -1)) {
      if (VARIABLE.matcher(part).matches()) {
        String name = part.substring(1, part.length() - 1);
        if (!variables.add(name)) {
          value.problem("has the parameter " + part + " twice");
          return Optional.empty();
        }
        segments.add(new PathTemplate.Segment.Variable(name));
      } else if (LITERAL.matcher(part).matches() && !DOTS.matcher(part).matches()) {
        segments.add(new PathTemplate.Segment.Literal(part));
      } else {
        value.problem(
            "must be "
                + EXPECTED
                + " of letters, digits, . _ ~ - and {name}, was "
                + value.shown());
        return Optional.empty();
      }
    }
    return Optional.of(new PathTemplate(segments));
  }
}
