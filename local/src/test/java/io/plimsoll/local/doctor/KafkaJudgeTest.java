package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KafkaJudgeTest {
  private static final KafkaFacts.Broker HERE = new KafkaFacts.Broker(1, "h:1", true);

  @Test
  void judge_healthyCluster_isOk() {
    Judged.assertHealthy(judge(invalidations(1, 3, 3, Map.of()), change("16777216")));
  }

  @Test
  void judge_silentBootstrap_failsOnlyWhenAllOfItIs() {
    KafkaFacts nobody =
        new KafkaFacts("h:1", List.of("h:1 (refused)"), List.of(), "", Optional.empty());
    assertThat(KafkaJudge.judge(nobody, "p", List.of()))
        .singleElement()
        .extracting(Finding::id, Finding::status)
        .containsExactly("kafka-reachable", Status.FAIL);
    KafkaFacts one =
        new KafkaFacts(
            "h:1,h:2", List.of("h:2 (refused)"), List.of(HERE), "4.3", Optional.of(List.of()));
    assertThat(Judged.of(KafkaJudge.judge(one, "p", List.of()), "kafka-reachable"))
        .containsExactly("WARN no answer from h:2 (refused)");
  }

  @Test
  void judge_unreachableListener_failsWithItsAddress() {
    List<Finding> findings =
        KafkaJudge.judge(
            new KafkaFacts(
                "h:1",
                List.of(),
                List.of(HERE, new KafkaFacts.Broker(2, "kafka:9092", false)),
                "",
                Optional.empty()),
            "p",
            List.of());
    assertThat(Judged.of(findings, "kafka-listeners"))
        .containsExactly("FAIL broker 2 says it is at kafka:9092, where nothing answers from here");
    assertThat(Judged.fix(findings, "kafka-listeners").text()).contains("advertised.listeners");
    assertThat(Judged.of(findings, "kafka-version").getFirst()).startsWith("UNKNOWN");
    assertThat(Judged.of(findings, "kafka-invalidations").getFirst()).startsWith("UNKNOWN");
  }

  @Test
  void judge_noTopicYet_warns() {
    assertThat(Judged.of(judge(change("16777216")), "kafka-invalidations"))
        .containsExactly("WARN there is no topic p.invalidations yet");
  }

  @Test
  void judge_severalPartitions_failAndAreForAPerson() {
    List<Finding> findings = judge(invalidations(3, 3, 3, Map.of()));
    assertThat(Judged.of(findings, "kafka-invalidations"))
        .containsExactly("FAIL p.invalidations has 3");
    assertThat(Judged.fix(findings, "kafka-invalidations").safe()).isFalse();
  }

  @Test
  void judge_settingsOfTheTopic_areMendedByOneSettingEach() {
    assertSetting(
        Map.of("cleanup.policy", "compact,delete"),
        "kafka-cleanup-policy",
        "FAIL",
        "cleanup.policy=delete");
    assertSetting(
        Map.of("retention.ms", "60000"), "kafka-retention", "WARN", "retention.ms=86400000");
    assertSetting(
        Map.of("retention.bytes", "1000"), "kafka-retention", "WARN", "retention.bytes=-1");
    assertSetting(
        Map.of("max.message.bytes", "1048588"),
        "kafka-message-size",
        "FAIL",
        "max.message.bytes=4194304");
    assertSetting(
        Map.of("unclean.leader.election.enable", "true"),
        "kafka-replication",
        "WARN",
        "unclean.leader.election.enable=false");
  }

  @Test
  void judge_retentionForEver_isOk() {
    assertThat(
            Judged.of(
                judge(invalidations(1, 3, 3, Map.of("retention.ms", "-1"))), "kafka-retention"))
        .containsExactly("OK for ever");
  }

  @Test
  void judge_replication() {
    assertThat(
            Judged.of(
                    judge(invalidations(1, 1, 1, Map.of("min.insync.replicas", "1"))),
                    "kafka-replication")
                .getFirst())
        .startsWith("WARN 1 replicas, 1 in sync");
    assertThat(Judged.of(judge(invalidations(1, 3, 1, Map.of())), "kafka-replication").getFirst())
        .startsWith("FAIL 3 replicas, 1 in sync")
        .endsWith("nothing can be written");
  }

  @Test
  void judge_changeTopics_missingIsOkAndSmallIsMended() {
    assertThat(Judged.of(judge(invalidations(1, 3, 3, Map.of())), "kafka-change-topics"))
        .containsExactly("OK 0 topics; made at their first change: public.a");
    List<Finding> findings = judge(invalidations(1, 3, 3, Map.of()), change("1000"));
    assertThat(Judged.of(findings, "kafka-change-topics"))
        .containsExactly("WARN p.public.a: max.message.bytes 1000");
    assertThat(Judged.fix(findings, "kafka-change-topics"))
        .isEqualTo(new Fix.TopicSetting("h:1", "p.public.a", "max.message.bytes", "16777216"));
  }

  private static void assertSetting(
      Map<String, String> settings, String id, String status, String mended) {
    List<Finding> findings = judge(invalidations(1, 3, 3, settings));
    assertThat(Judged.of(findings, id).getFirst()).startsWith(status);
    assertThat(Judged.fix(findings, id).safe()).isTrue();
    assertThat(Judged.fix(findings, id).text())
        .isEqualTo(
            "kafka-configs.sh --bootstrap-server h:1 --alter --entity-type topics --entity-name p.invalidations --add-config "
                + mended);
  }

  private static List<Finding> judge(KafkaFacts.Topic... topics) {
    return KafkaJudge.judge(
        new KafkaFacts("h:1", List.of(), List.of(HERE), "4.3", Optional.of(List.of(topics))),
        "p",
        List.of("public.a"));
  }

  private static KafkaFacts.Topic change(String bytes) {
    return new KafkaFacts.Topic("p.public.a", 4, 3, 3, Map.of("max.message.bytes", bytes));
  }

  private static KafkaFacts.Topic invalidations(
      int partitions, int replicas, int inSync, Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                "86400000",
                "retention.bytes",
                "-1",
                "max.message.bytes",
                "4194304",
                "min.insync.replicas",
                "2",
                "unclean.leader.election.enable",
                "false"));
    all.putAll(settings);
    return new KafkaFacts.Topic("p.invalidations", partitions, replicas, inSync, all);
  }
}
