package io.plimsoll.local.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges Redis or Valkey: what it is, and whether it answers as the cache needs. */
final class RedisJudge {
  private static final Duration SLOW = Duration.ofMillis(10);
  private static final Duration TIMEOUT = Duration.ofMillis(100);
  private static final Rule VERSION =
      new Rule("redis-version", "Redis 6.2 or later, or Valkey", "the scripts use its commands");
  private static final Rule ROLE =
      new Rule(
          "redis-role", "a primary", "a replica refuses writes, and may lack what was applied");
  private static final Rule SCRIPTS =
      new Rule(
          "redis-scripts",
          "EVAL and EVALSHA allowed",
          "fill and apply are scripts: their checks and writes are one step");
  private static final Rule CLUSTER =
      new Rule(
          "redis-cluster",
          "one server, or a whole cluster with redis.cluster = true",
          "in a cluster the keys of a partition are on one of its servers, which must be found");
  private static final Rule LATENCY =
      new Rule(
          "redis-latency",
          "a PING in less than 10 ms",
          "each hit of Redis waits for one answer; beyond redis.timeout (100 ms) Redis counts as away");
  private static final Rule CLOCK =
      new Rule(
          "redis-clock",
          "within 1 s of this machine's",
          "ages are counted by Redis's clock alone, so nothing is stale; a clock that is set back costs hits for two minutes");

  private RedisJudge() {}

  static List<Finding> judge(RedisFacts facts) {
    List<Finding> findings = new ArrayList<>();
    findings.add(version(facts));
    findings.add(role(facts));
    findings.add(
        facts.scripts().isEmpty()
            ? SCRIPTS.ok("allowed")
            : SCRIPTS.fail(
                facts.scripts(), new Fix.Advice("acl setuser … +@scripting +@read +@write")));
    findings.add(cluster(facts));
    findings.addAll(RedisMemoryJudge.judge(facts));
    findings.add(latency(facts.ping()));
    findings.addAll(Clock.judge(CLOCK, facts.clockAhead(), facts.roundTrip()));
    return findings;
  }

  private static Finding version(RedisFacts facts) {
    String valkey = facts.get("valkey_version");
    if (!valkey.isEmpty()) {
      return VERSION.ok("Valkey " + valkey);
    }
    String version = facts.get("redis_version");
    String[] parts = version.split("\\.", -1);
    if (parts.length < 2 || !(parts[0] + parts[1]).matches("\\d{2,6}")) {
      return VERSION.unknown("INFO tells no version");
    }
    int number = Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
    return number >= 602
        ? VERSION.ok("Redis " + version)
        : VERSION.fail("Redis " + version, new Fix.Advice("upgrade Redis, or use Valkey"));
  }

  private static Finding role(RedisFacts facts) {
    return facts.get("role").equals("slave")
        ? ROLE.fail(
            "a replica of %s:%s".formatted(facts.get("master_host"), facts.get("master_port")),
            new Fix.Advice("give the primary's address in redis.url"))
        : ROLE.ok("a primary");
  }

  private static Finding cluster(RedisFacts facts) {
    if (facts.cluster().isEmpty()) {
      return CLUSTER.ok("one server");
    }
    String state = facts.cluster().getOrDefault("cluster_state", "");
    return state.equals("ok")
        ? CLUSTER.ok(
            "a cluster of %s servers: redis.cluster must be true"
                .formatted(facts.cluster().getOrDefault("cluster_size", "?")))
        : CLUSTER.fail(
            "a cluster, cluster_state: " + state,
            new Fix.Advice("redis-cli --cluster check HOST:PORT"));
  }

  private static Finding latency(Duration ping) {
    String found = "%d µs".formatted(ping.toNanos() / 1000);
    Fix fix = new Fix.Advice("put Redis nearer to the API, or raise redis.timeout");
    if (ping.compareTo(TIMEOUT) >= 0) {
      return LATENCY.fail(found, fix);
    }
    return ping.compareTo(SLOW) >= 0 ? LATENCY.warn(found, fix) : LATENCY.ok(found);
  }
}
