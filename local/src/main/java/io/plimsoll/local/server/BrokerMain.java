package io.plimsoll.local.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * The embedded broker's process: formats the log directory when it is new, runs until SIGTERM or
 * until its standard input ends, which means that its parent is gone. Arguments: the properties
 * file, and the file to write when ready.
 */
final class BrokerMain {
  private BrokerMain() {}

  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
      properties.load(reader);
    }
    format(properties.getProperty("log.dirs"), Integer.parseInt(properties.getProperty("node.id")));
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
    Thread.ofPlatform().daemon().name("parent-watch").start(BrokerMain::exitWithParent);
    server.startup();
    Files.createFile(Path.of(args[1]));
    server.awaitShutdown();
  }

  private static void format(String folder, int nodeId) throws Exception {
    if (Files.exists(Path.of(folder, "meta.properties"))) {
      return;
    }
    new Formatter()
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setPrintStream(new PrintStream(System.out, true, System.out.charset()))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(nodeId)
        .addDirectory(folder)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(folder)
        .run();
  }

  private static void exitWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes; only the end matters.
      }
    } catch (IOException e) {
      System.err.println("standard input failed, ending: " + e);
    }
    System.exit(0);
  }
}
