package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a judgement says of one id. */
final class Judged {
  private Judged() {}

  /** Each finding of the id as {@code STATUS found}. */
  static List<String> of(List<Finding> findings, String id) {
    List<String> told =
        findings.stream()
            .filter(finding -> finding.id().equals(id))
            .map(finding -> finding.status() + " " + finding.found())
            .toList();
    assertThat(told).as(id).isNotEmpty();
    return told;
  }

  /** The only fix of the id that there is. */
  static Fix fix(List<Finding> findings, String id) {
    List<Fix> fixes =
        findings.stream()
            .filter(finding -> finding.id().equals(id) && finding.status() != Status.OK)
            .map(Finding::fix)
            .toList();
    assertThat(fixes).as(id).hasSize(1);
    return fixes.getFirst();
  }

  /** Everything is as it should be. */
  static void assertHealthy(List<Finding> findings) {
    assertThat(findings).isNotEmpty().allMatch(finding -> finding.status() == Status.OK);
    assertThat(findings).allMatch(finding -> finding.fix().text().isEmpty());
  }
}
