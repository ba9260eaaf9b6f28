package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoleJudgeTest {
  private static final RoleFacts.Role READER =
      new RoleFacts.Role("plimsoll_reader", false, true, false, true);
  private static final RoleFacts.Role WRITER =
      new RoleFacts.Role("plimsoll_writer", false, true, false, false);
  private static final RoleFacts.Role CAPTURE =
      new RoleFacts.Role("plimsoll_capture", false, true, true, false);

  @Test
  void judge_asTheSetupMakesThem_isOk() {
    Judged.assertHealthy(RoleJudge.judge(facts("A", "", true, READER, WRITER, CAPTURE)));
  }

  @Test
  void judge_missingRole_fails() {
    assertThat(Judged.of(RoleJudge.judge(facts("A", "", true, READER, WRITER)), "postgres-roles"))
        .containsExactly(
            "OK plimsoll_reader",
            "OK plimsoll_writer",
            "FAIL role plimsoll_capture does not exist");
  }

  @Test
  void judge_wrongAttributes_areToldEach() {
    List<Finding> findings =
        RoleJudge.judge(
            facts(
                "A",
                "",
                true,
                new RoleFacts.Role("plimsoll_reader", false, true, false, false),
                new RoleFacts.Role("plimsoll_writer", true, true, true, false),
                new RoleFacts.Role("plimsoll_capture", false, false, false, false)));
    assertThat(
            findings.stream()
                .filter(finding -> finding.id().equals("postgres-roles"))
                .map(finding -> finding.fix().safe() + " " + finding.fix().text()))
        .containsExactly(
            "true alter role plimsoll_reader set default_transaction_read_only = on",
            "false alter role plimsoll_writer nosuperuser;",
            "false alter role plimsoll_writer noreplication;",
            "true alter role plimsoll_capture login",
            "true alter role plimsoll_capture replication");
  }

  @Test
  void judge_schemaOfAPlainRole_fails() {
    RoleFacts facts = new RoleFacts(List.of(READER), "d", "bob", false, List.of(), List.of(), true);
    assertThat(Judged.of(RoleJudge.judge(facts), "postgres-schema"))
        .containsExactly("FAIL schema plimsoll belongs to bob");
    assertThat(
            Judged.of(
                RoleJudge.judge(facts("A", "plimsoll.beat(bigint)", true, READER)),
                "postgres-schema"))
        .containsExactly("FAIL not owned by a superuser: plimsoll.beat(bigint)");
  }

  @Test
  void judge_triggerNotAlways_failsAndIsSafeToMend() {
    for (String enabled : List.of("D", "O", "R")) {
      List<Finding> findings = RoleJudge.judge(facts(enabled, "", true, READER, WRITER, CAPTURE));
      assertThat(findings.stream().filter(finding -> finding.status() == Status.FAIL))
          .hasSize(2)
          .allMatch(finding -> finding.fix().safe());
    }
    RoleFacts none =
        new RoleFacts(List.of(READER), "d", "postgres", true, List.of(), List.of(), true);
    assertThat(Judged.of(RoleJudge.judge(none), "postgres-event-triggers"))
        .containsExactly(
            "FAIL event trigger plimsoll_ddl does not exist",
            "FAIL event trigger plimsoll_drop does not exist");
  }

  @Test
  void judge_readerWithoutTemporary_isGranted() {
    List<Finding> findings = RoleJudge.judge(facts("A", "", false, READER, WRITER, CAPTURE));
    assertThat(Judged.fix(findings, "postgres-reader-temporary"))
        .isEqualTo(new Fix.Sql("grant temporary on database \"my \"\"db\" to plimsoll_reader"));
  }

  private static RoleFacts facts(
      String enabled, String foreign, boolean temporary, RoleFacts.Role... roles) {
    return new RoleFacts(
        List.of(roles),
        "my \"db",
        "postgres",
        true,
        Stream.of(foreign).filter(name -> !name.isEmpty()).toList(),
        List.of(
            new RoleFacts.Trigger("plimsoll_ddl", enabled),
            new RoleFacts.Trigger("plimsoll_drop", enabled)),
        temporary);
  }
}
