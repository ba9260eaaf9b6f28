package io.plimsoll.api.read;

import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.freshness.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read with a request's answer, in its snapshot, because further tags follow from it.
 * Immutable.
 *
 * @param captures what, in order
 * @param binding the values for a capture's names
 * @param tags names ({@code TagHash.of}) of the tags that follow from what the captures brought
 */
public record Capturing(
    List<TagPlan.Capture> captures,
    Function<List<String>, List<@Nullable Object>> binding,
    Function<List<Optional<List<String>>>, List<String>> tags) {
  /** All tags follow from the request. */
  public static final Capturing NOTHING =
      new Capturing(List.of(), names -> List.of(), captured -> List.of());

  public Capturing {
    captures = List.copyOf(captures);
  }

  /**
   * What a plan wants.
   *
   * @param values {@link TagPlan#tags}
   * @param binding values as the statement takes them, by the names of a capture
   * @param name {@code TagHash.of}
   */
  public static Capturing of(
      TagPlan plan,
      Map<String, List<String>> values,
      Function<List<String>, List<@Nullable Object>> binding,
      Function<Tag, String> name) {
    return plan.captures().isEmpty()
        ? NOTHING
        : new Capturing(
            plan.captures(),
            binding,
            captured -> plan.captured(values, captured).stream().map(name).toList());
  }
}
