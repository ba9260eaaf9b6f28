package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is noted of a standby, and when the change is told. */
final class StandbyMonitorTest {
  private static final Incarnation HERE = new Incarnation("1-1-1-a");

  private final List<StandbyState> told = new ArrayList<>();
  private Optional<Shown> shown = Optional.empty();
  private final StandbyMonitor monitor =
      new StandbyMonitor("standby-1", this::take, Duration.ofSeconds(2), told::add);

  private Shown take() throws SQLException {
    return shown.orElseThrow(() -> new SQLException("silent"));
  }

  private void shows(long ageMillis) {
    shown =
        Optional.of(
            new Shown(
                new Lsn(100),
                true,
                Optional.of("1-1-1-"),
                Optional.of(HERE),
                Optional.of(Duration.ofMillis(ageMillis))));
    monitor.look();
  }

  private void isSilent() {
    shown = Optional.empty();
    monitor.look();
  }

  @Test
  void beforeTheFirstLook_itIsStarting() {
    assertThat(monitor.last().state()).isEqualTo(StandbyState.STARTING);
  }

  @Test
  void sighting_isWhatWasShown() {
    shows(700);

    assertThat(monitor.last())
        .isEqualTo(
            new Sighting(StandbyState.UP, new Lsn(100), HERE, Optional.of(Duration.ofMillis(700))));
  }

  @Test
  void silentServer_isDown_andItsLastSightingIsNotUsed() {
    shows(0);
    isSilent();

    assertThat(monitor.last()).isEqualTo(Sighting.without(StandbyState.DOWN));
  }

  @Test
  void change_isToldOnce() {
    shows(0);
    shows(100);
    isSilent();
    isSilent();
    shows(2_001);

    assertThat(told).containsExactly(StandbyState.UP, StandbyState.DOWN, StandbyState.LAGGING);
  }

  @Test
  void failureAfterClose_isNone() {
    shows(0);
    monitor.close();
    isSilent();

    assertThat(monitor.last().state()).isEqualTo(StandbyState.UP);
  }
}
