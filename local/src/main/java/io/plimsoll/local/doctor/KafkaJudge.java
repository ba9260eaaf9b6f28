package io.plimsoll.local.doctor;

import java.util.ArrayList;
import java.util.List;

/** Judges whether the brokers can be reached where they say they are, and their version. */
final class KafkaJudge {
  private static final Rule REACHABLE =
      new Rule(
          "kafka-reachable",
          "every address of kafka.bootstrap answers",
          "clients begin there; one that answers is enough, until it is away");
  private static final Rule LISTENERS =
      new Rule(
          "kafka-listeners",
          "every broker answers at its advertised listener",
          "a client asks the bootstrap where the brokers are, and from then on goes only there");
  private static final Rule VERSION =
      new Rule(
          "kafka-version",
          "Kafka 2.3 or later",
          "the clients speak with brokers of 2.1 and later, this check with 2.3 and later");

  private KafkaJudge() {}

  static List<Finding> judge(KafkaFacts facts, String prefix, List<String> tables) {
    List<Finding> findings = new ArrayList<>();
    findings.add(reachable(facts));
    if (!facts.answers()) {
      return findings;
    }
    findings.addAll(listeners(facts));
    findings.add(
        facts.version().isEmpty()
            ? VERSION.unknown("the brokers do not tell (not KRaft, or newer than this client)")
            : VERSION.ok("metadata version " + facts.version()));
    findings.addAll(TopicJudge.judge(facts, prefix, tables));
    return findings;
  }

  private static Finding reachable(KafkaFacts facts) {
    if (facts.silent().isEmpty()) {
      return REACHABLE.ok(facts.bootstrap());
    }
    String found = "no answer from " + String.join(", ", facts.silent());
    Fix fix =
        new Fix.Advice("check the address and the firewall, or take it out of kafka.bootstrap");
    return facts.answers() ? REACHABLE.warn(found, fix) : REACHABLE.fail(found, fix);
  }

  private static List<Finding> listeners(KafkaFacts facts) {
    List<Finding> findings = new ArrayList<>();
    for (KafkaFacts.Broker broker : facts.brokers()) {
      if (!broker.reachable()) {
        findings.add(
            LISTENERS.fail(
                "broker %d says it is at %s, where nothing answers from here"
                    .formatted(broker.id(), broker.address()),
                new Fix.Advice(
                    "set advertised.listeners in the broker's server.properties to a host and port that this machine reaches, with a listener of its own for each network, and restart it")));
      }
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    return List.of(
        LISTENERS.ok(
            String.join(", ", facts.brokers().stream().map(KafkaFacts.Broker::address).toList())));
  }
}
