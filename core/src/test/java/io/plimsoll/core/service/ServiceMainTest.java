package io.plimsoll.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.plimsoll.core.config.ConfigException;
import io.plimsoll.core.config.MetricsConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceMainTest {
  private static final Map<String, String> ENV = Map.of("PLIMSOLL_KAFKA_BOOTSTRAP", "kafka:9092");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Map<String, String> env, ServiceMain.Start<MetricsConfig> start, String... args) {
    return ServiceMain.run(
        "metrics-collector",
        MetricsConfig.class,
        List.of(args),
        env,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        start);
  }

  @Test
  void wrongConfiguration_isLinesAndCode2() {
    int code = run(Map.of(), (config, lifecycle) -> fail("must not start"), "--admin.prot=1");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("metrics-collector: "));
  }

  @Test
  void wrongCatalog_atStart_isLinesAndCode2() {
    int code =
        run(
            ENV,
            (config, lifecycle) -> {
              throw new ConfigException(List.of("catalog.yaml:1:1 empty"));
            });
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("metrics-collector: catalog.yaml:1:1 empty" + System.lineSeparator());
  }

  @Test
  void busyPort_isALineAndCode2() {
    int code =
        run(
            ENV,
            (config, lifecycle) -> {
              throw new UncheckedIOException("port 1 is busy", new BindException("in use"));
            });
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("port 1 is busy");
  }

  @Test
  void service_thatCloses_endsWith0() {
    assertThat(run(ENV, (config, lifecycle) -> lifecycle.close())).isZero();
  }

  @Test
  void thread_thatDies_hasEndedWhenThePartsAreClosed() throws Exception {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread part = Thread.ofPlatform().unstarted(ServiceMainTest::die);
    part.setUncaughtExceptionHandler((thread, failure) ->
        ServiceMain.endOn(thread, failure, code -> ended.complete(code == 1 && hasEnded(thread))));
    part.start();
    assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void die() {
    throw new IllegalStateException("dies; this is part of the test");
  }

  /** Waits as the part that owns the thread does. */
  private static boolean hasEnded(Thread thread) {
    try {
      return thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the exit", e);
    }
  }

  @Test
  void printConfig_printsAndEnds() {
    assertThat(run(ENV, (config, lifecycle) -> fail("must not start"), "--print-config")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("admin.port=8083\n");
  }
}
