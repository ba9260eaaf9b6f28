package io.plimsoll.api.admin;

import io.plimsoll.core.catalog.PathTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern of request paths: in a segment {@code *} stands for any text, and a last segment {@code
 * **} for any further ones. Immutable.
 */
record PathPattern(List<String> segments) {
  private static final String REST = "**";

  PathPattern {
    segments = List.copyOf(segments);
  }

  static PathPattern of(String text) {
    if (!text.startsWith("/")) {
      throw AdminProblem.invalid("pattern: must begin with /, was \"" + text + "\"");
    }
    List<String> segments = List.of(text.substring(1).split("/", -1));
    if (segments.subList(0, segments.size() - 1).contains(REST)) {
      throw AdminProblem.invalid("pattern: ** can only be the last segment");
    }
    return new PathPattern(segments);
  }

  /** Whether a path of the template may match: a variable may have any value. */
  boolean mayMatch(PathTemplate template) {
    boolean rest = segments.getLast().equals(REST);
    int own = rest ? segments.size() - 1 : segments.size();
    List<PathTemplate.Segment> theirs = template.segments();
    if (rest ? theirs.size() < own : theirs.size() != own) {
      return false;
    }
    for (int i = 0; i < own; i++) {
      if (theirs.get(i) instanceof PathTemplate.Segment.Literal(String text)
          && !glob(segments.get(i)).matcher(text).matches()) {
        return false;
      }
    }
    return true;
  }

  private static Pattern glob(String segment) {
    String regex =
        Arrays.stream(segment.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(regex);
  }
}
