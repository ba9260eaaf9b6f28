package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsJudgeTest {
  @Test
  void judge_healthyServer_isOk() {
    Judged.assertHealthy(SettingsJudge.judge(facts(170_004, "logical", 3, true, 10_240, "on")));
  }

  @Test
  void judge_oldServer_fails() {
    assertThat(
            Judged.of(judge(facts(140_009, "logical", 3, true, 10_240, "on")), "postgres-version"))
        .containsExactly("FAIL 1.2");
  }

  @Test
  void judge_walLevelReplica_failsWithTheStatement() {
    List<Finding> findings = judge(facts(170_004, "replica", 3, true, 10_240, "on"));
    assertThat(Judged.of(findings, "postgres-wal-level")).containsExactly("FAIL replica");
    assertThat(Judged.fix(findings, "postgres-wal-level").text())
        .isEqualTo("alter system set wal_level = logical; -- then restart PostgreSQL");
    assertThat(Judged.fix(findings, "postgres-wal-level").safe()).isFalse();
  }

  @Test
  void judge_allSlotsUsed_failsUnlessOneIsOurs() {
    assertThat(
            Judged.of(
                judge(facts(170_004, "logical", 10, false, 10_240, "on")), "postgres-slots-free"))
        .containsExactly("FAIL 10 of 10 used");
    assertThat(
            Judged.of(
                judge(facts(170_004, "logical", 10, true, 10_240, "on")), "postgres-slots-free"))
        .containsExactly("OK 10 of 10 used");
  }

  @Test
  void judge_walKeptWithoutLimitOrWithALowOne_warns() {
    assertThat(Judged.of(judge(facts(170_004, "logical", 3, true, -1, "on")), "postgres-wal-keep"))
        .containsExactly("WARN no limit (max_slot_wal_keep_size = -1)");
    assertThat(Judged.of(judge(facts(170_004, "logical", 3, true, 64, "on")), "postgres-wal-keep"))
        .containsExactly(
            "WARN max_slot_wal_keep_size = 64 MiB: a short absence of the worker already loses the slot");
  }

  @Test
  void judge_synchronousCommitOff_warns() {
    assertThat(
            Judged.of(
                judge(facts(170_004, "logical", 3, true, 10_240, "off")),
                "postgres-synchronous-commit"))
        .containsExactly("WARN off");
  }

  @Test
  void judge_synchronousCommitOffForARole_warnsWithItsName() {
    assertThat(
            Judged.of(
                judge(
                    new SettingsFacts(
                        170_004,
                        "1.2",
                        false,
                        true,
                        "logical",
                        3,
                        10,
                        true,
                        1,
                        10,
                        10_240,
                        "on",
                        List.of("app in database shop"))),
                "postgres-synchronous-commit"))
        .containsExactly("WARN off for app in database shop");
  }

  @Test
  void judge_standbyAndPlainRole_areTold() {
    List<Finding> findings =
        judge(
            new SettingsFacts(
                170_004, "1.2", true, false, "logical", 3, 10, true, 10, 10, 10_240, "on",
                List.of()));
    assertThat(Judged.of(findings, "postgres-primary")).containsExactly("FAIL a standby");
    assertThat(Judged.of(findings, "postgres-operator").getFirst()).startsWith("WARN");
    assertThat(Judged.of(findings, "postgres-senders-free")).containsExactly("WARN 10 of 10 used");
  }

  private static List<Finding> judge(SettingsFacts facts) {
    return SettingsJudge.judge(facts);
  }

  private static SettingsFacts facts(
      int version, String walLevel, int slots, boolean ownSlot, long keep, String synchronous) {
    return new SettingsFacts(
        version,
        "1.2",
        false,
        true,
        walLevel,
        slots,
        10,
        ownSlot,
        1,
        10,
        keep,
        synchronous,
        List.of());
  }
}
