package io.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.bench.load.Latencies;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchResultTest {
  private static final Machine MACHINE = new Machine("Fast CPU", 2, 24L << 30, "OS 1", "JDK 25", 0);

  @Test
  void bars_areInclusiveAndRefuseNaN() {
    assertThat(Bar.atMost("x", 3, 3, "").passed()).isTrue();
    assertThat(Bar.atMost("x", 3.01, 3, "").passed()).isFalse();
    assertThat(Bar.atLeast("x", 3, 3, "").passed()).isTrue();
    assertThat(Bar.atLeast("x", 2.99, 3, "").passed()).isFalse();
    assertThat(Bar.atMost("x", Double.NaN, 3, "").passed()).isFalse();
    assertThat(Bar.atLeast("x", Double.NaN, 3, "").passed()).isFalse();
  }

  @Test
  void text_withAMissedBar_saysWhich() {
    BenchResult result = result(Bar.atMost("idle CPU", 31.4, 25, "%"));

    assertThat(result.passed()).isFalse();
    assertThat(result.toText())
        .contains("command   ./plimsoll bench")
        .contains("Fast CPU, 2 cores, 24.0 GiB")
        .contains("p50 2 ms · p90 2 ms")
        .contains("FAIL  idle CPU: 31.4 % (bar ≤ 25 %)")
        .contains("1 bars failed:");
  }

  @Test
  void json_hasEveryFigureAndBar() {
    BenchResult result = result(Bar.atLeast("rate", 1_500, 500, "/s"));
    JsonNode json = JsonMapper.builder().build().readTree(result.toJson());

    assertThat(json.path("passed").asBoolean()).isTrue();
    assertThat(json.path("machine").path("cores").asInt()).isEqualTo(2);
    JsonNode section = json.path("sections").get(0);
    assertThat(section.path("figures").get(0).path("name").asString()).isEqualTo("p50");
    assertThat(section.path("figures").get(0).path("unit").asString()).isEqualTo("ms");
    assertThat(section.path("bars").get(0).path("bound").asString()).isEqualTo("AT_LEAST");
    assertThat(section.path("bars").get(0).path("passed").asBoolean()).isTrue();
  }

  private static BenchResult result(Bar bar) {
    Latencies latencies = new Latencies();
    latencies.record(0, TimeUnit.MILLISECONDS.toNanos(2));
    Section section = Section.of("Something").latencies("all", latencies).bar(bar).build();
    return new BenchResult("./plimsoll bench", false, MACHINE, List.of(section));
  }
}
