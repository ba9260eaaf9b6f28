package io.plimsoll.local.doctor;

import java.util.List;

/** Judges what Redis keeps, where, and what it gives up when it is full. */
final class RedisMemoryJudge {
  /** Marks take 6 MiB of a partition at most; below this little is left for answers. */
  private static final long SMALL = 64 * Sizes.MIB;

  private static final Rule MEMORY =
      new Rule(
          "redis-maxmemory",
          "a limit of 64 MiB or more",
          "answers are kept until their TTL ends: without a limit they take all of the machine's memory");
  private static final Rule POLICY =
      new Rule(
          "redis-maxmemory-policy",
          "one of volatile-*, such as volatile-lru",
          "answers have a TTL, the control state has none: under volatile-* answers go first. Evicting is safe in any case:"
              + " what is gone is a miss");
  private static final Rule PERSISTENCE =
      new Rule(
          "redis-persistence",
          "none needed",
          "what Redis loses is a miss, and one that restarts from older data is noticed; but one that cannot save refuses writes");

  private RedisMemoryJudge() {}

  static List<Finding> judge(RedisFacts facts) {
    return List.of(memory(facts), policy(facts), persistence(facts));
  }

  private static Finding memory(RedisFacts facts) {
    long limit = facts.number("maxmemory");
    String used = Sizes.bytes(facts.number("used_memory")) + " used";
    if (limit == 0) {
      return MEMORY.warn(
          "no limit, " + used,
          new Fix.Advice("redis-cli config set maxmemory 1gb # and in redis.conf"));
    }
    String found = "%s, %s".formatted(Sizes.bytes(limit), used);
    return limit < SMALL
        ? MEMORY.warn(
            found + ": 6 MiB of each partition are marks",
            new Fix.Advice("redis-cli config set maxmemory 256mb # and in redis.conf"))
        : MEMORY.ok(found);
  }

  private static Finding policy(RedisFacts facts) {
    String policy = facts.get("maxmemory_policy");
    long limit = facts.number("maxmemory");
    Fix fix =
        new Fix.Advice("redis-cli config set maxmemory-policy volatile-lru # and in redis.conf");
    if (policy.isEmpty()) {
      return POLICY.unknown("INFO does not tell it");
    }
    if (policy.startsWith("volatile-") || limit == 0) {
      return POLICY.ok(limit == 0 ? policy + ", of no effect without a limit" : policy);
    }
    if (policy.equals("noeviction")) {
      return POLICY.warn(
          "noeviction: a full Redis refuses the changes too, and no answer is a hit until it has room",
          fix);
    }
    boolean tight = limit < SMALL || facts.number("used_memory") > limit / 10 * 8;
    return tight
        ? POLICY.warn(
            policy + " with little memory: it may evict the control state, which empties the cache",
            fix)
        : POLICY.ok(policy + ", with room");
  }

  private static Finding persistence(RedisFacts facts) {
    boolean append = facts.get("aof_enabled").equals("1");
    if (append && facts.get("aof_last_write_status").equals("err")) {
      return PERSISTENCE.fail(
          "the append-only file cannot be written: Redis refuses writes",
          new Fix.Advice("free its disk, or redis-cli config set appendonly no"));
    }
    if (facts.get("rdb_last_bgsave_status").equals("err")) {
      return facts.stopsOnFailedSave().equals("no")
          ? PERSISTENCE.warn(
              "the last snapshot failed", new Fix.Advice("redis-cli config set save ''"))
          : PERSISTENCE.fail(
              "the last snapshot failed: Redis refuses writes (stop-writes-on-bgsave-error)",
              new Fix.Advice("free its disk, or redis-cli config set save ''"));
    }
    return PERSISTENCE.ok(append ? "append-only file" : "no append-only file");
  }
}
