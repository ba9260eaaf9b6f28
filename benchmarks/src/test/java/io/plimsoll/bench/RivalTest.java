package io.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RivalTest {
  private final List<String> order = new ArrayList<>();
  private final AtomicLong server = new AtomicLong();

  @Test
  void rivals_takeTurns_andTheFirstOnesAreNotCounted() throws InterruptedException {
    Rival cheap = new Rival("cheap", time -> work("cheap", 1_000, 0));
    Rival dear = new Rival("dear", time -> work("dear", 3_000, 1));
    CpuClock clock = new CpuClock().and("server", () -> Duration.ofNanos(server.get()));

    Rival.alternate(List.of(cheap, dear), 2, Duration.ZERO, clock);

    assertThat(order).hasSize(10).startsWith("cheap", "dear", "cheap").endsWith("cheap", "dear");
    assertThat(cheap.failed()).isZero();
    assertThat(dear.failed()).isEqualTo(2);
    Section.Builder section = Section.of("rivals");
    cheap.figures(section);
    dear.figures(section);
    assertThat(server(section.build(), "cheap")).isCloseTo(1_000, within(1e-6));
    assertThat(server(section.build(), "dear")).isCloseTo(3_000, within(1e-6));
  }

  @Test
  void pipeline_countsWhatDidNotDoWhatItShould() throws InterruptedException {
    Rival.Count count =
        Pipeline.run(
            Duration.ZERO,
            n ->
                n == 5
                    ? CompletableFuture.failedStage(new IllegalStateException("on purpose"))
                    : CompletableFuture.completedStage(n != 6));

    assertThat(count.done()).isEqualTo(64);
    assertThat(count.failed()).isEqualTo(2);
  }

  /** 10 things, each of which costs the server so many µs. */
  private Rival.Count work(String name, long micros, long failed) {
    order.add(name);
    server.addAndGet(10 * micros * 1_000);
    return new Rival.Count(10, failed);
  }

  private static double server(Section section, String rival) {
    return section.figures().stream()
        .filter(figure -> figure.group().equals(rival) && figure.name().equals("server"))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }
}
