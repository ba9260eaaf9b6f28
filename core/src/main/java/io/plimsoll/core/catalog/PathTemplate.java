package io.plimsoll.core.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** A path such as {@code /articles/{id}/tags}: never empty, no trailing slash. */
public record PathTemplate(List<Segment> segments) {
  /** One part between slashes. */
  public sealed interface Segment {
    /** Text that must be there as it is; unreserved characters of RFC 3986 only. */
    record Literal(String text) implements Segment {
      @Override
      public String toString() {
        return text;
      }
    }

    /** A parameter: exactly one non-empty segment, percent-decoded by the server. */
    record Variable(String name) implements Segment {
      @Override
      public String toString() {
        return "{" + name + "}";
      }
    }
  }

  public PathTemplate {
    segments = List.copyOf(segments);
  }

  /** Names of the parameters, in the order of the path. */
  public List<String> variables() {
    return segments.stream()
        .filter(Segment.Variable.class::isInstance)
        .map(segment -> ((Segment.Variable) segment).name())
        .toList();
  }

  /** Equal for two templates that match the same paths: {@code /articles/{}/tags}. */
  public String shape() {
    return segments.stream()
        .map(segment -> segment instanceof Segment.Literal literal ? literal.text() : "{}")
        .collect(Collectors.joining("/", "/", ""));
  }

  @Override
  public String toString() {
    return segments.stream().map(Segment::toString).collect(Collectors.joining("/", "/", ""));
  }
}
