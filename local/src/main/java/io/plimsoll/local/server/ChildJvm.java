package io.plimsoll.local.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start Java with our classes as another process, with the same JDK as this one.
 *
 * @param flags JVM options
 * @param classPath as for {@code java -cp}
 */
public record ChildJvm(List<String> flags, String classPath) {
  public ChildJvm {
    flags = List.copyOf(flags);
  }

  /** This JVM's own class path. */
  public static ChildJvm sameClassPath(List<String> flags) {
    return new ChildJvm(flags, System.getProperty("java.class.path"));
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
