package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotJudgeTest {
  private static final SlotFacts.Slot HEALTHY =
      new SlotFacts.Slot(
          true, "logical", true, "reserved", "", 16 * Sizes.MIB, "0/1", 0, Optional.of(true));

  @Test
  void judge_activeFailoverSlot_isOk() {
    Judged.assertHealthy(judge(HEALTHY, 10_240));
  }

  @Test
  void judge_noSlot_warnsThatTheWorkerMakesIt() {
    List<Finding> findings =
        SlotJudge.judge(new SlotFacts("plimsoll", 170_000, -1, Optional.empty(), 0, List.of(), ""));
    assertThat(Judged.of(findings, "postgres-slot"))
        .containsExactly("WARN there is no slot plimsoll yet");
  }

  @Test
  void judge_slotOfAnotherPlugin_fails() {
    List<Finding> findings =
        judge(
            new SlotFacts.Slot(
                false, "logical, plugin x", false, "reserved", "", 0, "", 0, Optional.empty()),
            -1);
    assertThat(Judged.of(findings, "postgres-slot"))
        .containsExactly("FAIL slot plimsoll is logical, plugin x");
  }

  @Test
  void judge_lostSlot_fails() {
    List<Finding> findings =
        judge(
            new SlotFacts.Slot(
                true, "logical", false, "lost", "wal_removed", 0, "", 0, Optional.of(true)),
            1_024);
    assertThat(Judged.of(findings, "postgres-slot"))
        .containsExactly("FAIL given up by Postgres: wal_removed");
  }

  @Test
  void judge_inactiveSlot_warnsWithTheDrop() {
    List<Finding> findings =
        judge(
            new SlotFacts.Slot(
                true, "logical", false, "reserved", "", 0, "0/2", 2 * Sizes.MIB, Optional.of(true)),
            -1);
    assertThat(Judged.of(findings, "postgres-slot"))
        .containsExactly("WARN nobody reads it, confirmed to 0/2, 2 MiB behind");
    assertThat(Judged.fix(findings, "postgres-slot").text())
        .contains("select pg_drop_replication_slot('plimsoll');");
  }

  @Test
  void judge_retainedWal_isHeldAgainstTheLimit() {
    assertThat(retained(1, -1, "reserved")).startsWith("OK");
    assertThat(retained(2 * Sizes.GIB, -1, "reserved")).startsWith("WARN");
    assertThat(retained(11 * Sizes.GIB, -1, "reserved")).startsWith("FAIL");
    assertThat(retained(600 * Sizes.MIB, 1_024, "extended")).startsWith("WARN");
    assertThat(retained(1, 1_024, "unreserved")).startsWith("FAIL");
  }

  @Test
  void judge_slotWithoutFailover_warns() {
    List<Finding> findings =
        judge(
            new SlotFacts.Slot(
                true, "logical", true, "reserved", "", 0, "0/2", 0, Optional.of(false)),
            10_240);
    assertThat(Judged.fix(findings, "postgres-slot-failover").text())
        .contains("ALTER_REPLICATION_SLOT \"plimsoll\" ( FAILOVER )");
  }

  @Test
  void judge_standbySlots_mustBeWaitedFor() {
    assertThat(Judged.of(standbys(170_000, "a", "b"), "postgres-standby-slots").getFirst())
        .startsWith("WARN");
    assertThat(Judged.of(standbys(170_000, "a,b", "b"), "postgres-standby-slots").getFirst())
        .startsWith("OK");
    assertThat(standbys(160_000, "", "b"))
        .noneMatch(finding -> finding.id().equals("postgres-standby-slots"));
  }

  @Test
  void judge_standby_copiesSlotsOrIsTold() {
    Judged.assertHealthy(
        StandbyJudge.judge(new StandbyFacts("s:1", 170_000, true, true, true, "one", true)));
    Judged.assertHealthy(
        StandbyJudge.judge(new StandbyFacts("s:1", 160_000, true, false, false, "", true)));
    List<Finding> findings =
        StandbyJudge.judge(new StandbyFacts("s:1", 170_000, true, false, false, "", false));
    assertThat(Judged.of(findings, "postgres-standby")).containsExactly("WARN s:1 does not stream");
    assertThat(Judged.fix(findings, "postgres-standby-failover").text())
        .contains("sync_replication_slots", "hot_standby_feedback", "primary_slot_name");
    assertThat(
            Judged.of(
                StandbyJudge.judge(
                    new StandbyFacts("s:1", 170_000, false, true, true, "one", false)),
                "postgres-standby"))
        .containsExactly("FAIL s:1 is no standby");
  }

  private static String retained(long bytes, long keep, String status) {
    return Judged.of(
            judge(
                new SlotFacts.Slot(
                    true, "logical", true, status, "", bytes, "0/2", 0, Optional.of(true)),
                keep),
            "postgres-slot-retained")
        .getFirst();
  }

  private static List<Finding> standbys(int version, String waitedFor, String name) {
    return SlotJudge.judge(
        new SlotFacts("plimsoll", version, -1, Optional.of(HEALTHY), 1, List.of(name), waitedFor));
  }

  private static List<Finding> judge(SlotFacts.Slot slot, long keep) {
    return SlotJudge.judge(
        new SlotFacts("plimsoll", 170_000, keep, Optional.of(slot), 0, List.of(), ""));
  }
}
