package io.plimsoll.system;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.SlotHash;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedRedis;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real Redis Cluster on 127.0.0.1: three masters, and one replica, of one of them. */
final class RedisClusterServers implements AutoCloseable {
  static final int MASTERS = 3;

  private static final int SLOTS = SlotHash.SLOT_COUNT;
  private static final int BUS = 10_000;
  private static final String PASSWORD = "cluster-password";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Watchdog watchdog = Watchdog.start();
  private final List<EmbeddedRedis> servers = new ArrayList<>();

  RedisClusterServers(Binaries binaries, Path folder) {
    Ports ports = new Ports();
    for (int i = 0; i <= MASTERS; i++) {
      int port =
          IntStream.generate(ports::next)
              .filter(p -> Ports.isFree(p + BUS))
              .findFirst()
              .orElseThrow();
      servers.add(
          new EmbeddedRedis(
              binaries,
              folder.resolve("node-" + i),
              port,
              PASSWORD,
              Map.of(
                  "cluster-enabled", "yes",
                  "cluster-config-file", "nodes.conf",
                  "cluster-node-timeout", "1500",
                  "cluster-replica-validity-factor", "0",
                  "cluster-require-full-coverage", "no",
                  "repl-diskless-sync-delay", "0",
                  "masterauth", PASSWORD),
              watchdog));
    }
  }

  /** The master that holds a key at the beginning. */
  static int holder(String key) {
    int slot = SlotHash.getSlot(key);
    return IntStream.range(0, MASTERS)
        .filter(i -> slot < firstSlot(i + 1))
        .findFirst()
        .orElseThrow();
  }

  private static int firstSlot(int master) {
    return master * SLOTS / MASTERS;
  }

  /**
   * Starts the servers and joins them; the masters share the slots evenly, in their order.
   *
   * @param replicated the master that has the replica
   */
  void start(int replicated) {
    servers.forEach(EmbeddedRedis::start);
    for (int i = 0; i < MASTERS; i++) {
      try (RedisAdmin admin = admin(i)) {
        int[] slots = IntStream.range(firstSlot(i), firstSlot(i + 1)).toArray();
        admin.commands().clusterAddSlots(slots);
      }
    }
    try (RedisAdmin first = admin(0)) {
      for (int i = 1; i <= MASTERS; i++) {
        first.commands().clusterMeet("127.0.0.1", servers.get(i).port());
      }
      awaitState(MASTERS, "cluster_known_nodes:" + servers.size());
      try (RedisAdmin master = admin(replicated);
          RedisAdmin replica = admin(MASTERS)) {
        String id = master.commands().clusterMyId();
        replica.commands().clusterReplicate(id);
        await("the replica is in step")
            .atMost(PATIENCE)
            .until(() -> replica.commands().info("replication").contains("master_link_status:up"));
      }
    }
    for (int i = 0; i <= MASTERS; i++) {
      awaitState(i, "cluster_state:ok");
    }
  }

  private void awaitState(int server, String wanted) {
    try (RedisAdmin admin = admin(server)) {
      await(wanted).atMost(PATIENCE).until(() -> admin.commands().clusterInfo().contains(wanted));
    }
  }

  EmbeddedRedis server(int index) {
    return servers.get(index);
  }

  RedisAdmin admin(int index) {
    return RedisAdmin.connect(server(index).url());
  }

  /** From now on the replica gets nothing more from its master, and stays what it is. */
  void cutReplication() {
    try (RedisAdmin replica = admin(MASTERS)) {
      replica.commands().configSet("masterauth", "wrong");
      replica.commands().clientKill(KillArgs.Builder.typeMaster());
      await("the replica is cut off")
          .atMost(PATIENCE)
          .until(() -> replica.commands().info("replication").contains("master_link_status:down"));
    }
  }

  /** {@code redis://:password@host:port,host:port,…} of all servers. */
  String url() {
    return servers.stream()
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(",", "redis://:" + PASSWORD + "@", ""));
  }

  URI oneOfThem() {
    return server(1).url();
  }

  @Override
  public void close() {
    servers.forEach(EmbeddedRedis::close);
    watchdog.close();
  }
}
