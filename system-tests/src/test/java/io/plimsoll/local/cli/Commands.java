package io.plimsoll.local.cli;

import io.plimsoll.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The commands on a stack of the test's process, each a process of its own. */
public final class Commands {
  private final Path folder;
  private final int port;

  private Commands(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Has the commands find the stack, as {@code up} does. */
  public static Commands on(Stack stack, Path folder) {
    State state = States.of(stack);
    StateFolder.of(Map.of("XDG_RUNTIME_DIR", folder.toString())).write(state);
    return new Commands(folder, state.port());
  }

  /** What one prints, both streams; the first line is its exit code. */
  public String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--port", Integer.toString(port)));
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it does not end: " + Files.readString(said));
      }
      return process.exitValue() + "\n" + Files.readString(said);
    } finally {
      process.destroyForcibly();
    }
  }
}
