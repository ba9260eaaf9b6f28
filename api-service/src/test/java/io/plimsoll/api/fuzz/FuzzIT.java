package io.plimsoll.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each target under Jazzer, in a JVM of its own; docs/fuzzing.md tells how to let it run longer.
 */
final class FuzzIT {
  private static final int SECONDS = Integer.getInteger("plimsoll.fuzz.seconds", 10);
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");
  private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");

  /** What the way through is recorded of; nothing else guides the fuzzer. */
  private static final String GUIDE =
      String.join(
          ":",
          "io.plimsoll.**",
          "io.vertx.core.http.**",
          "io.vertx.ext.web.**",
          "io.netty.handler.codec.http.**",
          "org.yaml.**",
          "tools.jackson.core.**");

  @ParameterizedTest
  @EnumSource
  void fuzzer_findsNothing(Target target) throws IOException, InterruptedException {
    Path folder = Path.of("target", "fuzz", target.folder());
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path log = folder.resolve("log");
    int exit = fuzzer(target, folder, corpus).redirectOutput(log.toFile()).start().waitFor();
    String said = Files.readString(log);
    assertThat(exit).as("%s; an input that found something is in %s", said, folder).isZero();
    assertThat(last(DONE, said)).as("runs").isPositive();
    assertThat(last(COVERED, said)).as("branches seen: without them it is blind").isGreaterThan(10);
  }

  private static ProcessBuilder fuzzer(Target target, Path folder, Path corpus) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx700m",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.type().getName(),
            "--instrumentation_includes=" + GUIDE,
            "--custom_hook_includes=io.plimsoll.**",
            // HttpTarget opens a connection to the front that it has started itself.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
            "-artifact_prefix=" + folder + "/",
            "-max_total_time=" + SECONDS,
            "-timeout=60",
            "-rss_limit_mb=4096",
            corpus.toString(),
            target.seeds().toString())
        .redirectErrorStream(true);
  }

  private static long last(Pattern pattern, String text) {
    List<String> found = pattern.matcher(text).results().map(match -> match.group(1)).toList();
    return found.isEmpty() ? 0 : Long.parseLong(found.getLast());
  }
}
