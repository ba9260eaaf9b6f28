package io.plimsoll.local.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The configuration of the embedded broker. */
final class BrokerProperties {
  private BrokerProperties() {}

  static String text(
      Path logs,
      int port,
      int controllerPort,
      List<BrokerListener> more,
      Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(node(logs, controllerPort));
    all.putAll(listeners(port, controllerPort, more));
    all.put("auto.create.topics.enable", "false");
    all.put("offsets.topic.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("transaction.state.log.num.partitions", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    // A group of one node: nobody else has to be waited for.
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("broker.heartbeat.interval.ms", "500");
    all.put("num.network.threads", "2");
    all.put("num.io.threads", "4");
    all.put("log.cleaner.dedupe.buffer.size", "16777216");
    all.putAll(settings);
    StringBuilder text = new StringBuilder();
    all.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  private static Map<String, String> node(Path logs, int controllerPort) {
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        "1",
        "controller.quorum.voters",
        "1@127.0.0.1:" + controllerPort,
        "log.dirs",
        logs.toAbsolutePath().toString());
  }

  private static Map<String, String> listeners(
      int port, int controllerPort, List<BrokerListener> more) {
    StringBuilder listeners = new StringBuilder("CLIENT://127.0.0.1:").append(port);
    StringBuilder advertised = new StringBuilder(listeners);
    StringBuilder protocols = new StringBuilder("CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    for (BrokerListener one : more) {
      listeners.append(",%s://127.0.0.1:%d".formatted(one.name(), one.port()));
      advertised.append(",%s://127.0.0.1:%d".formatted(one.name(), one.advertised()));
      protocols.append(",%s:PLAINTEXT".formatted(one.name()));
    }
    listeners.append(",CONTROLLER://127.0.0.1:").append(controllerPort);
    return Map.of(
        "listeners", listeners.toString(),
        "advertised.listeners", advertised.toString(),
        "controller.listener.names", "CONTROLLER",
        "inter.broker.listener.name", "CLIENT",
        "listener.security.protocol.map", protocols.toString());
  }
}
