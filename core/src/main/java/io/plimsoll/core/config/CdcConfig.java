package io.plimsoll.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Configuration of cdc-invalidator. */
@Doc("cdc-invalidator")
public record CdcConfig(
    @Default("capture,invalidate") @Doc("what this process does: `capture`, `invalidate` or both")
        List<String> roles,
    CommonConfig.Postgres postgres,
    Capture capture,
    Heartbeat heartbeat,
    Cache cache,
    CommonConfig.Redis redis,
    CommonConfig.Kafka kafka,
    CommonConfig.Tags tags,
    @Default("port=8082") CommonConfig.Admin admin,
    CommonConfig.Lifecycle lifecycle) {

  public CdcConfig {
    CommonConfig.require(
        !roles.isEmpty() && Set.of("capture", "invalidate").containsAll(roles),
        "roles: must be capture, invalidate or both, was " + String.join(",", roles));
    roles = List.copyOf(roles);
  }

  /** {@code capture.*}. */
  public record Capture(
      @Default("plimsoll") @Doc("name of the replication slot") String slot,
      @Default("plimsoll") @Doc("name of the publication") String publication,
      @Default("4ms") @Doc("Debezium's poll interval: latency against idle CPU (see `docs/adr`)")
          Duration pollInterval) {
    public Capture {
      CommonConfig.require(
          slot.matches("[a-z0-9_]{1,63}"),
          "slot: must have lower-case letters, digits and _, was \"" + slot + "\"");
      CommonConfig.requirePositive(pollInterval, "poll-interval");
    }
  }

  /** {@code heartbeat.*}. */
  public record Heartbeat(
      @Default("250ms") @Doc("time between heartbeats; part of every entry's staleness")
          Duration interval) {
    public Heartbeat {
      CommonConfig.requirePositive(interval, "interval");
    }
  }

  /** {@code cache.*}. */
  public record Cache(
      @Default("plimsoll") @Doc("first part of every key in Redis; the same for api and cdc")
          String namespace,
      @Default("1")
          @Doc("how many partitions the changes are applied to, all to each; change it here first")
          int partitions) {
    public Cache {
      CommonConfig.checkNamespace(namespace);
      CommonConfig.checkPartitions(partitions);
    }
  }
}
