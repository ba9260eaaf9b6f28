package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadJudgeTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  void judge_quietServer_isOk() {
    Judged.assertHealthy(
        LoadJudge.judge(
            facts(
                100,
                5,
                new LoadFacts.Transaction("b", Duration.ofSeconds(5), true, ""),
                new LoadFacts.Transaction("r", Duration.ofMinutes(5), false, "")),
            10,
            2));
  }

  @Test
  void judge_poolsBeyondTheLimit_fail() {
    assertThat(Judged.of(LoadJudge.judge(facts(100, 0), 10, 5), "postgres-connections").getFirst())
        .startsWith("FAIL 104 needed");
    assertThat(Judged.of(LoadJudge.judge(facts(100, 60), 10, 2), "postgres-connections").getFirst())
        .startsWith("WARN 44 needed");
  }

  @Test
  void judge_longTransactions_areToldWithTheirEnd() {
    List<Finding> findings =
        LoadJudge.judge(
            facts(
                100,
                0,
                new LoadFacts.Transaction("r", Duration.ofMinutes(11), false, "end r"),
                new LoadFacts.Transaction("w", Duration.ofSeconds(61), true, "end w")),
            10,
            1);
    assertThat(Judged.of(findings, "postgres-long-transactions"))
        .containsExactly(
            "WARN r: open for 11 min, has only read", "WARN w: open for 61 s, has written");
    assertThat(findings).anyMatch(finding -> finding.fix().text().equals("end w"));
  }

  @Test
  void judge_clock_isWithinASecondAndTheQuestionsTime() {
    assertThat(clock(Duration.ofMillis(-1_400), Duration.ofSeconds(1))).startsWith("OK");
    assertThat(clock(Duration.ofMillis(-1_400), MILLI)).startsWith("WARN 1400 ms behind");
    assertThat(clock(Duration.ofSeconds(3), MILLI)).startsWith("WARN 3000 ms ahead");
  }

  private static String clock(Duration ahead, Duration roundTrip) {
    LoadFacts facts = new LoadFacts(100, 3, 0, List.of(), ahead, roundTrip);
    return Judged.of(LoadJudge.judge(facts, 10, 1), "postgres-clock").getFirst();
  }

  private static LoadFacts facts(int max, int others, LoadFacts.Transaction... open) {
    return new LoadFacts(max, 3, others, List.of(open), Duration.ZERO, MILLI);
  }
}
