package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.core.cache.ServerClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By name; nobody listens at the standby's address. */
final class DrainedStandbyTest {
  private static final Duration BOUND = Duration.ofSeconds(2);

  @Test
  void standby_isDrainedAndTakenBack_byItsName() {
    OriginPool.Settings nobody =
        new OriginPool.Settings(
            "standby-1", "jdbc:postgresql://127.0.0.1:1/x", "u", "p", 1, BOUND, BOUND, true);
    try (RoutedOrigin origin =
        new RoutedOrigin(
            request -> {
              throw new IllegalStateException("nothing is read here");
            },
            new RoutedOrigin.Settings(List.of(nobody), BOUND, BOUND),
            new SchemaVersion(),
            new ServerClock(System::nanoTime),
            new SimpleMeterRegistry())) {
      assertThat(origin.drain("standby-1")).isTrue();
      assertThat(origin.states()).containsExactly(Map.entry("standby-1", "drained"));
      assertThat(origin.takeBack("standby-1")).isTrue();
      assertThat(origin.states().get("standby-1")).isIn("starting", "down");
      assertThat(origin.drain("standby-2")).isFalse();
      assertThat(origin.takeBack("standby-2")).isFalse();
    }
  }
}
