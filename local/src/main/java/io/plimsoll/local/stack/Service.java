package io.plimsoll.local.stack;

import java.util.List;

/** Our services, with what it takes to start one as a child JVM. */
public enum Service {
  API(
      "api-service",
      "io.plimsoll.api.Main",
      1,
      "-XX:+UseG1GC -Xmx512m -XX:-G1UseAdaptiveIHOP -XX:InitiatingHeapOccupancyPercent=65"),
  CDC("cdc-invalidator", "io.plimsoll.cdc.Main", 2, "-XX:+UseSerialGC -Xmx512m"),
  METRICS("metrics-collector", "io.plimsoll.metrics.Main", 3, "-XX:+UseSerialGC -Xmx192m");

  private final String module;
  private final String mainClass;
  private final int adminOffset;
  private final String flags;

  Service(String module, String mainClass, int adminOffset, String flags) {
    this.module = module;
    this.mainClass = mainClass;
    this.adminOffset = adminOffset;
    this.flags = flags;
  }

  /** The Maven module, and what people call the service. */
  public String module() {
    return module;
  }

  String mainClass() {
    return mainClass;
  }

  /** The admin listener's port when the API listens on {@code port}. */
  int adminPort(int port) {
    return port + adminOffset;
  }

  List<String> flags() {
    return List.of(flags.split(" ", -1));
  }
}
