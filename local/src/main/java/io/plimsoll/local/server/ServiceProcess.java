package io.plimsoll.local.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of our services as a child JVM. Its configuration goes through the environment, never through
 * arguments; it ends when this JVM does; it is ready when {@code /readyz} of its admin port says
 * so.
 */
public final class ServiceProcess extends Server {
  private static final String EXIT_WITH_PARENT = "PLIMSOLL_LIFECYCLE_EXIT_WITH_PARENT";

  private final ChildJvm jvm;
  private final String mainClass;
  private final Path folder;
  private final int adminPort;
  private final Map<String, String> environment;

  /**
   * @param name as people call it, also the log's file name
   * @param folder for the log
   * @param environment the service's configuration, {@code PLIMSOLL_…}
   */
  public ServiceProcess(
      String name,
      ChildJvm jvm,
      String mainClass,
      Path folder,
      int adminPort,
      Map<String, String> environment,
      Watchdog watchdog) {
    super(name, watchdog, Signal.TERM);
    this.jvm = jvm;
    this.mainClass = mainClass;
    this.folder = folder;
    this.adminPort = adminPort;
    this.environment = Map.copyOf(environment);
  }

  /** {@code http://127.0.0.1:port} of the admin listener: /livez, /readyz and /metrics. */
  public URI adminUrl() {
    return URI.create("http://127.0.0.1:" + adminPort);
  }

  @Override
  Launch launch() {
    Folders.create(folder);
    Map<String, String> all = new HashMap<>(environment);
    all.put("PLIMSOLL_ADMIN_PORT", Integer.toString(adminPort));
    all.put(EXIT_WITH_PARENT, "true");
    List<String> command = jvm.command(mainClass);
    return new Launch(command, all, "", true, log());
  }

  @Override
  boolean isUp() {
    return answers();
  }

  @Override
  public boolean answers() {
    return Probes.http(adminUrl().resolve("/readyz"));
  }

  @Override
  public Path log() {
    return folder.resolve(name() + ".log");
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
