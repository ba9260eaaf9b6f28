package io.plimsoll.core.analysis;

import java.util.List;

/**
 * What is known of a query on a database.
 *
 * @param plan how the tags of its answers are made
 * @param findings why they cannot be kept; empty when they can
 * @param relations what it reads, by name: tables, views and what views read
 * @param refused what Postgres says when it refuses the query, else empty
 */
public record Analysis(
    TagPlan plan, List<Finding> findings, List<Relation> relations, List<Finding> refused) {
  public Analysis {
    findings = List.copyOf(findings);
    relations = List.copyOf(relations);
    refused = List.copyOf(refused);
  }

  static Analysis refused(Finding reason) {
    return new Analysis(TagPlan.NOTHING, List.of(), List.of(), List.of(reason));
  }

  /** Nothing but that the query cannot be kept. */
  static Analysis unknown(Finding reason) {
    return new Analysis(TagPlan.NOTHING, List.of(reason), List.of(), List.of());
  }
}
