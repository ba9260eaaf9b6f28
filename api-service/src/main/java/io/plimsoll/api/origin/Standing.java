package io.plimsoll.api.origin;

import io.plimsoll.core.analysis.TagPlan;
import java.util.List;
import java.util.Optional;

/**
 * How a query stands against the schema.
 *
 * @param plan of its answers' tags
 * @param obstacle why its answers are never stored
 * @param unproven stated tags that the SQL does not show to be enough, a line each
 */
public record Standing(TagPlan plan, Optional<String> obstacle, List<String> unproven) {
  /** Of a query of which nothing is known. */
  public static final Standing UNKNOWN =
      new Standing(TagPlan.NOTHING, Optional.of("it has not been checked yet"), List.of());

  public Standing {
    unproven = List.copyOf(unproven);
  }

  static Standing refused() {
    return new Standing(TagPlan.NOTHING, Optional.of("Postgres refuses it"), List.of());
  }
}
