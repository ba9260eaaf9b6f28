package io.plimsoll.bench;

import java.util.Arrays;
import java.util.List;

/** The JVM options of another Java process, so that the one it is compared with runs alike. */
public final class JvmFlags {
  /** What the stack starts api-service with. */
  private static final List<String> USUAL =
      List.of(
          "-XX:+UseG1GC",
          "-Xmx512m",
          "-XX:-G1UseAdaptiveIHOP",
          "-XX:InitiatingHeapOccupancyPercent=65");

  private JvmFlags() {}

  /** Those that begin with {@code -X}; where they cannot be read, the stack's usual ones. */
  public static List<String> of(long pid) {
    List<String> flags =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().arguments())
            .map(arguments -> Arrays.stream(arguments).filter(JvmFlags::isOfEverybody).toList())
            .orElse(List.of());
    return flags.isEmpty() ? USUAL : flags;
  }

  /** A startup cache is of one class path: another application does not even start with it. */
  private static boolean isOfEverybody(String argument) {
    return argument.startsWith("-X") && !argument.startsWith("-XX:AOT");
  }
}
