package io.plimsoll.core.model;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * TLC in a JVM of its own: it keeps its state in static fields and ends with {@code System.exit}.
 * Works on a copy, so that nothing is written beside the model.
 */
final class Tlc {
  /** A run takes seconds; this is for a machine that does much else. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Path MODEL = Path.of("..", "docs", "model");
  private static final Path WORK = Path.of("target", "model");
  private static final Pattern STATE = Pattern.compile("(?m)^State \\d+:");
  private static final Pattern VIOLATED =
      Pattern.compile("(?:Invariant|Action property) (\\w+) is violated");

  /** Properties of a step, not of a state. */
  private static final Set<String> ACTIONS = Set.of("NeverBack", "FloorNeverFalls");

  private Tlc() {}

  /**
   * What TLC said.
   *
   * @param violated name of the property that does not hold, or ""
   * @param states length of the trace that shows it
   */
  record Result(String text, String violated, int states) {
    /** Whether all states were visited, and every property holds in them. */
    boolean exhausted() {
      return text.contains("Model checking completed. No error has been found.")
          && text.contains(", 0 states left on queue.");
    }
  }

  /** The configurations in which all rules are on. */
  static List<String> configurations() throws IOException {
    return names(".cfg");
  }

  static List<String> modules() throws IOException {
    return names(".tla");
  }

  static String text(String file) throws IOException {
    return Files.readString(MODEL.resolve(file));
  }

  private static List<String> names(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(MODEL)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .sorted()
          .toList();
    }
  }

  /** Checks all properties of the configuration, with other values of some constants. */
  static Result check(String configuration, Map<String, String> constants)
      throws IOException, InterruptedException {
    return run(
        configuration, with(text(configuration + ".cfg"), constants), constants.toString(), 2);
  }

  /** Checks this invariant or action property alone; one worker finds a shortest trace. */
  static Result check(String configuration, Map<String, String> constants, String property)
      throws IOException, InterruptedException {
    String kind = ACTIONS.contains(property) ? "PROPERTY " : "INVARIANT ";
    String cfg = text(configuration + ".cfg").replaceAll("(?m)^(INVARIANTS|PROPERTY) .*$", "");
    return run(
        configuration, with(cfg, constants) + kind + property + "\n", constants + property, 1);
  }

  private static String with(String cfg, Map<String, String> constants) {
    String result = cfg;
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      Matcher line = Pattern.compile("(?m)^(  " + constant.getKey() + " = ).*$").matcher(result);
      if (!line.find()) {
        fail("no constant " + constant.getKey() + " in " + cfg);
      }
      result = line.replaceFirst("$1" + Matcher.quoteReplacement(constant.getValue()));
    }
    return result;
  }

  private static Result run(String configuration, String cfg, String variant, int workers)
      throws IOException, InterruptedException {
    String module = configuration.replaceAll("-.*", "");
    Path folder = WORK.resolve(configuration + "-" + variant.replaceAll("[^A-Za-z0-9]+", "-"));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(module + ".tla"), text(module + ".tla"));
    Files.writeString(folder.resolve(module + ".cfg"), cfg);
    Path output = folder.resolve("tlc.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "tlc2.TLC",
                "-workers",
                Integer.toString(workers),
                "-metadir",
                "states",
                module + ".tla")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(output.toString()))
            .start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        fail("TLC ran longer than %s on %s; see %s".formatted(LIMIT, configuration, output));
      }
    } finally {
      process.destroyForcibly();
    }
    return result(Files.readString(output));
  }

  private static Result result(String text) {
    Matcher violated = VIOLATED.matcher(text);
    int states = (int) STATE.matcher(text).results().count();
    return new Result(text, violated.find() ? violated.group(1) : "", states);
  }
}
