package io.plimsoll.local.doctor;

import io.lettuce.core.RedisException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything that Plimsoll needs of its servers, in one pass. Changes nothing. */
public final class Doctor {
  private static final Rule REDIS =
      new Rule("redis-reachable", "an answer", "answers are shared between instances in it");

  private Doctor() {}

  /** All findings, Postgres's first, whatever cannot be reached. */
  public static List<Finding> examine(Targets targets) throws InterruptedException {
    PostgresDoctor postgres = new PostgresDoctor(targets);
    List<Finding> findings = new ArrayList<>(postgres.examine());
    targets.redis().ifPresent(url -> findings.addAll(redis(url)));
    if (targets.kafka().isPresent()) {
      KafkaFacts facts = KafkaAsker.ask(targets.kafka().get(), targets.prefix());
      findings.addAll(KafkaJudge.judge(facts, targets.prefix(), postgres.changing()));
    }
    return findings;
  }

  private static List<Finding> redis(URI url) {
    String address = String.valueOf(url.getRawAuthority()).replaceAll(".*@", "");
    try {
      RedisFacts facts = RedisAsker.ask(url.toString());
      List<Finding> findings = new ArrayList<>();
      findings.add(REDIS.ok(address));
      findings.addAll(RedisJudge.judge(facts));
      return findings;
    } catch (RedisException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return List.of(
          REDIS.fail(
              "%s: %s".formatted(address, cause.getMessage()),
              new Fix.Advice("check address and password (redis://:password@host:port)")));
    }
  }
}
