package io.plimsoll.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisJudgeTest {
  private static final String MEMORY = Long.toString(Sizes.GIB);

  @Test
  void judge_healthyRedis_isOk() {
    Judged.assertHealthy(judge(Map.of()));
    Judged.assertHealthy(judge(Map.of("valkey_version", "8.0.1", "redis_version", "5.9.9")));
  }

  @Test
  void judge_versions() {
    assertThat(found(Map.of("redis_version", "6.0.16"), "redis-version")).startsWith("FAIL");
    assertThat(found(Map.of("redis_version", "7.2.0"), "redis-version")).startsWith("OK");
    assertThat(found(Map.of("redis_version", ""), "redis-version")).startsWith("UNKNOWN");
  }

  @Test
  void judge_replica_fails() {
    assertThat(found(Map.of("role", "slave", "master_host", "h", "master_port", "1"), "redis-role"))
        .isEqualTo("FAIL a replica of h:1");
  }

  @Test
  void judge_memoryWithoutLimitOrTooSmall_warns() {
    assertThat(found(Map.of("maxmemory", "0"), "redis-maxmemory")).startsWith("WARN no limit");
    assertThat(found(Map.of("maxmemory", "" + Sizes.MIB), "redis-maxmemory")).startsWith("WARN");
  }

  @Test
  void judge_policies() {
    assertThat(policy("volatile-ttl", MEMORY, "1")).startsWith("OK");
    assertThat(policy("noeviction", "0", "1")).startsWith("OK");
    assertThat(policy("noeviction", MEMORY, "1")).startsWith("WARN noeviction");
    assertThat(policy("allkeys-lru", MEMORY, "1")).startsWith("OK");
    assertThat(policy("allkeys-lru", MEMORY, MEMORY)).startsWith("WARN");
    assertThat(policy("allkeys-lru", "" + Sizes.MIB, "1")).startsWith("WARN");
    assertThat(policy("", MEMORY, "1")).startsWith("UNKNOWN");
  }

  @Test
  void judge_redisThatCannotSave_fails() {
    Map<String, String> failed = Map.of("rdb_last_bgsave_status", "err");
    assertThat(found(failed, "redis-persistence")).startsWith("FAIL the last snapshot failed");
    assertThat(
            Judged.of(RedisJudge.judge(facts(failed, "no", "", 1, Map.of())), "redis-persistence")
                .getFirst())
        .startsWith("WARN");
    assertThat(
            found(Map.of("aof_enabled", "1", "aof_last_write_status", "err"), "redis-persistence"))
        .startsWith("FAIL the append-only file");
    assertThat(found(Map.of("aof_enabled", "1"), "redis-persistence")).startsWith("OK");
  }

  @Test
  void judge_latency() {
    assertThat(latency(9_999)).startsWith("OK");
    assertThat(latency(10_000)).startsWith("WARN");
    assertThat(latency(100_000)).startsWith("FAIL");
  }

  @Test
  void judge_scriptsForbiddenOrClusterDown_fail() {
    List<Finding> findings =
        RedisJudge.judge(facts(Map.of(), "yes", "NOPERM no", 1, Map.of("cluster_state", "fail")));
    assertThat(Judged.of(findings, "redis-scripts")).containsExactly("FAIL NOPERM no");
    assertThat(Judged.of(findings, "redis-cluster"))
        .containsExactly("FAIL a cluster, cluster_state: fail");
    assertThat(
            Judged.of(
                RedisJudge.judge(
                    facts(
                        Map.of(),
                        "yes",
                        "",
                        1,
                        Map.of("cluster_state", "ok", "cluster_size", "3"))),
                "redis-cluster"))
        .containsExactly("OK a cluster of 3 servers: redis.cluster must be true");
  }

  @Test
  void first_ofAClustersUrl_isItsFirstServer() {
    assertThat(RedisAsker.first("redis://:p,w@h:1,i:2")).isEqualTo("redis://:p,w@h:1");
    assertThat(RedisAsker.first("redis://h:1")).isEqualTo("redis://h:1");
  }

  private static String policy(String policy, String limit, String used) {
    return found(
        Map.of("maxmemory_policy", policy, "maxmemory", limit, "used_memory", used),
        "redis-maxmemory-policy");
  }

  private static String latency(long micros) {
    return Judged.of(
            RedisJudge.judge(facts(Map.of(), "yes", "", micros, Map.of())), "redis-latency")
        .getFirst();
  }

  private static String found(Map<String, String> info, String id) {
    return Judged.of(judge(info), id).getFirst();
  }

  private static List<Finding> judge(Map<String, String> info) {
    return RedisJudge.judge(facts(info, "yes", "", 100, Map.of()));
  }

  private static RedisFacts facts(
      Map<String, String> info,
      String stops,
      String scripts,
      long pingMicros,
      Map<String, String> cluster) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "redis_version",
                "6.2.6",
                "role",
                "master",
                "maxmemory",
                MEMORY,
                "maxmemory_policy",
                "volatile-lru",
                "used_memory",
                "1048576",
                "aof_enabled",
                "0",
                "rdb_last_bgsave_status",
                "ok",
                "aof_last_write_status",
                "ok"));
    all.putAll(info);
    return new RedisFacts(
        all,
        stops,
        scripts,
        Duration.ofNanos(pingMicros * 1_000),
        cluster,
        Duration.ZERO,
        Duration.ofMillis(1));
  }
}
