package io.plimsoll.system.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The machine's Docker engine by its command line, the way a user works with it. */
record Engine(Path root, List<String> compose, boolean buildx) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * The engine, with Compose 2 or else 1.29.
   *
   * @param root of the repository
   * @throws AssertionError when none answers
   */
  static Engine find(Path root) {
    if (!succeeds(root, "docker", "version")) {
      throw new AssertionError(
          "no Docker engine answers (docker version failed): start one, or run ./plimsoll test without --docker");
    }
    boolean buildx = succeeds(root, "docker", "buildx", "version");
    if (succeeds(root, "docker", "compose", "version")) {
      return new Engine(root, List.of("docker", "compose"), buildx);
    }
    if (succeeds(root, "docker-compose", "version")) {
      return new Engine(root, List.of("docker-compose"), buildx);
    }
    throw new AssertionError("neither docker compose nor docker-compose is installed");
  }

  /** Builds the image {@code plimsoll/<module>} from what Maven has put together. */
  void build(String module) {
    run(Map.of(), "docker", "build", "-f", module + "/Dockerfile", "-t", "plimsoll/" + module, ".");
  }

  String compose(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("-f", "compose/docker-compose.yml"));
    command.addAll(List.of(arguments));
    return run(environment, command.toArray(String[]::new));
  }

  /** Standard output of a command that must succeed. */
  String run(Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().putAll(environment);
    if (!buildx) {
      builder.environment().put("DOCKER_BUILDKIT", "0");
    }
    Result result = execute(builder);
    if (result.exit != 0) {
      throw new AssertionError(
          "%s ended with %d:%n%s%s"
              .formatted(String.join(" ", command), result.exit, result.output, result.errors));
    }
    return result.output;
  }

  private static boolean succeeds(Path root, String... command) {
    try {
      return execute(new ProcessBuilder(command).directory(root.toFile())).exit == 0;
    } catch (UncheckedIOException e) {
      return false; // not installed
    }
  }

  private record Result(int exit, String output, String errors) {}

  private static Result execute(ProcessBuilder builder) {
    Path errors = null;
    try {
      errors = java.nio.file.Files.createTempFile("plimsoll", ".err");
      Process process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      Thread.ofVirtual().start(() -> killLate(process));
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      int exit = process.waitFor();
      return new Result(exit, output, java.nio.file.Files.readString(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", builder.command()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      if (errors != null) {
        errors.toFile().delete();
      }
    }
  }

  private static void killLate(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
