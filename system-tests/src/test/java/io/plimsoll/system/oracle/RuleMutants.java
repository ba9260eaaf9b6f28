package io.plimsoll.system.oracle;

import java.util.List;

/** The analysis without one of its rules, and the seeds that show it. */
final class RuleMutants {
  private static final String ANALYSIS = "io.plimsoll.core.analysis.";
  private static final String CAPTURE = "io.plimsoll.cdc.capture.";

  /**
   * One.
   *
   * @param seed of a run that finds it
   */
  record Case(RuleMutant mutant, long seed) {
    @Override
    public String toString() {
      return mutant.name();
    }
  }

  private RuleMutants() {}

  static List<Case> all() {
    return List.of(
        rule("left-join-pins-left", "Conditions", "descend", "leftJoinPinsLeft", 7),
        rule("full-join-pins", "Conditions", "descend", "fullJoinPins", 28),
        rule("or-is-its-first-part", "Equalities", "alternatives", "firstAlternative", 1),
        rule("not-unseen", "Equalities", "not", "notUnseen", 1),
        rule("null-safe-is-equal", "Equalities", "not", "nullSafeAsEqual", 77),
        rule("every-test-is-true", "Equalities", "truthTest", "everyTestIsTrue", 8),
        rule("filter-through-limit", "tree.Node", "has", "limitUnseen", 14),
        rule("filter-through-windows", "PinFinder", "isFilterable", "windowsUnseen", 4),
        rule("filter-through-distinct-on", "PinFinder", "isFilterable", "distinctOnUnseen", 16),
        rule("first-part-is-origin", "Scope", "originOfOutput", "firstPart", 93),
        rule("views-have-no-tags", "ScopeBuilder", "relations", "tablesOnly", 1),
        rule("first-captured-value", "TagPlan", "texts", "firstCaptured", 3),
        new Case(
            RuleMutant.no("optional-as-given", ANALYSIS + "Equalities$Equality", "optional"), 1),
        new Case(RuleMutant.yes("aggregates-exist", ANALYSIS + "Equalities", "isFromToRows"), 2),
        new Case(RuleMutant.yes("every-operator-is-equal", ANALYSIS + "Equalities", "isPlain"), 4),
        new Case(RuleMutant.yes("old-values-untold", CAPTURE + "RowTags", "old"), 1),
        new Case(
            RuleMutant.noSet("ancestors-untold", CAPTURE + "SampledIdentities", "ancestors"), 3),
        new Case(RuleMutant.noList("captures-dropped", ANALYSIS + "TagPlan", "captured"), 3));
  }

  private static Case rule(String name, String type, String method, String broken, long seed) {
    return new Case(RuleMutant.broken(name, ANALYSIS + type, method, broken), seed);
  }
}
