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
 * @param columns of its answers; empty when they are not known
 */
public record Standing(
    TagPlan plan, Optional<String> obstacle, List<String> unproven, List<ResultColumn> columns) {
  /** Of a query of which nothing is known. */
  public static final Standing UNKNOWN =
      new Standing(
          TagPlan.NOTHING, Optional.of("it has not been checked yet"), List.of(), List.of());

  public Standing {
    unproven = List.copyOf(unproven);
    columns = List.copyOf(columns);
  }

  static Standing refused() {
    return new Standing(TagPlan.NOTHING, Optional.of("Postgres refuses it"), List.of(), List.of());
  }
}
