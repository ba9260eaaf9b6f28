package io.plimsoll.bench;

import java.util.Arrays;
import java.util.List;

/** The JVM options of another Java process, so that the one it is compared with runs alike. */
public final class JvmFlags {
  private JvmFlags() {}

  /**
   * Those that begin with {@code -X}.
   *
   * @throws BenchException when they cannot be read
   */
  public static List<String> of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().arguments())
        .map(arguments -> Arrays.stream(arguments).filter(JvmFlags::isOfEverybody).toList())
        .orElseThrow(
            () -> new BenchException("the flags of process %d cannot be read".formatted(pid)));
  }

  /** A startup cache is of one class path: another application does not even start with it. */
  private static boolean isOfEverybody(String argument) {
    return argument.startsWith("-X") && !argument.startsWith("-XX:AOT");
  }
}
