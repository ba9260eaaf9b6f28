package io.plimsoll.local.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start Java with our classes as another process, with the same JDK as this one.
 *
 * @param flags JVM options
 * @param classPath as for {@code java -cp}
 */
public record ChildJvm(List<String> flags, String classPath) {
  private static final String WRITE_CACHE = "-XX:AOTCacheOutput=";

  public ChildJvm {
    flags = List.copyOf(flags);
  }

  /** This JVM's own class path. */
  public static ChildJvm sameClassPath(List<String> flags) {
    return new ChildJvm(flags, System.getProperty("java.class.path"));
  }

  /**
   * With a {@link StartupCache}.
   *
   * @param file the cache; used when it was made of these jars
   * @param training write it when the process ends, which takes some seconds, instead of using it
   */
  public ChildJvm withStartupCache(Path file, boolean training) {
    StartupCache cache = new StartupCache(file, classPath);
    List<String> more = new ArrayList<>(flags);
    more.addAll(training ? cache.train() : cache.use());
    return new ChildJvm(more, classPath);
  }

  /** How long the process may take to end. */
  Duration stopPatience() {
    boolean training = flags.stream().anyMatch(flag -> flag.startsWith(WRITE_CACHE));
    return Duration.ofSeconds(training ? 180 : 15);
  }

  List<String> command(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of(arguments));
    return command;
  }
}
