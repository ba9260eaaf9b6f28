package io.plimsoll.local.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Kafka broker (KRaft, one node that is controller and broker) as a child JVM on 127.0.0.1.
 * Topics are not made by themselves; internal topics have one replica.
 */
public final class EmbeddedKafka extends Server {
  /** JVM options that fit one small broker. */
  public static final List<String> FLAGS =
      List.of(
          "-Xmx384m",
          "-Xms128m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "-Dlogback.configurationFile=kafka-logback.xml");

  private final ChildJvm jvm;
  private final Path folder;
  private final int port;
  private final int controllerPort;
  private final Map<String, String> settings;
  private final List<BrokerListener> listeners = new ArrayList<>();

  /**
   * @param folder holds the log directory, the configuration and what the broker printed
   * @param settings broker properties on top of the defaults
   */
  public EmbeddedKafka(
      ChildJvm jvm,
      Path folder,
      int port,
      int controllerPort,
      Map<String, String> settings,
      Watchdog watchdog) {
    super("Kafka", watchdog, Signal.TERM);
    this.jvm = jvm;
    this.folder = folder;
    this.port = port;
    this.controllerPort = controllerPort;
    this.settings = Map.copyOf(settings);
  }

  /**
   * One more listener from the next start, whose clients are told to come to another port: that of
   * a proxy before it.
   *
   * @param name upper case letters
   */
  public synchronized void listener(String name, int listens, int advertised) {
    listeners.add(new BrokerListener(name, listens, advertised));
  }

  /** {@code 127.0.0.1:port}. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  @Override
  Launch launch() {
    Folders.create(folder);
    Folders.delete(ready());
    Path file = folder.resolve("server.properties");
    Folders.writePrivate(
        file,
        BrokerProperties.text(
            folder.resolve("logs"), port, controllerPort, List.copyOf(listeners), settings));
    List<String> command =
        jvm.command(BrokerMain.class.getName(), file.toString(), ready().toString());
    return new Launch(command, Map.of(), "", true, log());
  }

  private Path ready() {
    return folder.resolve("ready").toAbsolutePath();
  }

  /**
   * The broker writes the file when it is registered, caught up and unfenced: later than it accepts
   * connections.
   */
  @Override
  boolean isUp() {
    return Files.exists(ready());
  }

  /** One ApiVersions request, the question every client asks first. */
  @Override
  public boolean answers() {
    return Probes.kafka(bootstrap());
  }

  @Override
  public Path log() {
    return folder.resolve("kafka.log");
  }

  @Override
  Duration startPatience() {
    return Duration.ofSeconds(60);
  }

  @Override
  Duration stopPatience() {
    return jvm.stopPatience();
  }
}
