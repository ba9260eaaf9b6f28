package io.plimsoll.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * The one connection is stuck for 400 ms. Timed from sending, one request of 200 would be slow
   * and p90 would not show it; timed from when they were due, all that should have been sent
   * meanwhile are.
   */
  @Test
  void open_stalledTarget_showsTheStallInThePercentiles() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (FakeTarget target = FakeTarget.hits(n -> stall(n == 60, never));
        LoadGenerator load = new LoadGenerator(target.uri(), 1)) {
      LoadReport report = load.open(requests(target), 200, SECOND);

      assertThat(report.answers()).isEqualTo(200);
      assertThat(report.latencies().millisAt(90)).isGreaterThan(150);
      assertThat(report.latencies().maxMillis()).isGreaterThanOrEqualTo(399);
      assertThat(report.other(Served.REDIS)).isZero();
    }
  }

  @Test
  void open_willingTarget_keepsTheRate() throws Exception {
    try (FakeTarget target = FakeTarget.hits(n -> {});
        LoadGenerator load = new LoadGenerator(target.uri(), 8)) {
      LoadReport report = load.open(requests(target), 300, SECOND);

      assertThat(target.requests()).isEqualTo(300);
      assertThat(report.elapsed()).isGreaterThan(Duration.ofMillis(990));
      assertThat(report.served()).containsEntry(Served.REDIS, 300L);
    }
  }

  @Test
  void closed_untilTime_countsEveryAnswer() throws IOException {
    try (FakeTarget target = FakeTarget.hits(n -> {});
        LoadGenerator load = new LoadGenerator(target.uri(), 8)) {
      LoadReport report = load.closed(requests(target), Duration.ofMillis(200), Long.MAX_VALUE);

      assertThat(report.answers()).isGreaterThan(8).isEqualTo(target.requests());
      assertThat(report.perSecond()).isPositive();
    }
  }

  @Test
  void closed_mostRequests_endsBeforeTheTime() throws IOException {
    try (FakeTarget target = FakeTarget.hits(n -> {});
        LoadGenerator load = new LoadGenerator(target.uri(), 4)) {
      LoadReport report = load.closed(requests(target), Duration.ofMinutes(1), 50);

      assertThat(report.answers()).isEqualTo(50);
    }
  }

  @Test
  void closed_failures_areNoHits() throws IOException {
    String failure = FakeTarget.answer("503 Busy", "plimsoll; fwd=bypass", "{}");
    try (FakeTarget target = new FakeTarget(failure, n -> {});
        LoadGenerator load = new LoadGenerator(target.uri(), 2)) {
      LoadReport report = load.closed(requests(target), Duration.ofMinutes(1), 10);

      assertThat(report.failures()).isEqualTo(10);
      assertThat(report.noHits()).containsOnly(Map.entry("503 plimsoll; fwd=bypass", 10L));
      assertThat(report.other(Served.REDIS)).isEqualTo(10);
    }
  }

  @Test
  void open_targetThatCloses_fails() throws IOException {
    try (FakeTarget target = FakeTarget.hits(n -> {}).closesAt(10);
        LoadGenerator load = new LoadGenerator(target.uri(), 1)) {
      assertThatThrownBy(() -> load.open(requests(target), 500, SECOND))
          .isInstanceOf(LoadException.class);
    }
  }

  @Test
  void connect_nothingListens_fails() {
    assertThatThrownBy(() -> new LoadGenerator(URI.create("http://127.0.0.1:1"), 1))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("http://127.0.0.1:1");
  }

  private static Requests requests(FakeTarget target) {
    return Requests.cycle(target.uri(), List.of("/a", "/b"));
  }

  private static void stall(boolean now, CountDownLatch never) {
    try {
      if (now && never.await(400, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts down");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
