package io.plimsoll.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the figures are from.
 *
 * @param cores that this JVM may use
 * @param memoryBytes of the machine or container
 * @param loadAverage of the last minute before the start, with other work's share; negative when
 *     the system has none
 */
public record Machine(
    String cpu, int cores, long memoryBytes, String os, String jdk, double loadAverage) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        "%s %s %s".formatted(system.getName(), system.getVersion(), system.getArch()),
        "%s %s".formatted(System.getProperty("java.vendor.version", "JDK"), Runtime.version()),
        system.getSystemLoadAverage());
  }

  /** Linux only: elsewhere the figures say the architecture, and that must do. */
  private static String cpuModel() {
    if (!Files.isReadable(CPU_INFO)) {
      return "unknown CPU";
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown CPU");
    } catch (IOException e) {
      return "unknown CPU (" + e.getMessage() + ")";
    }
  }
}
