package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

/** What a failure on a standby is counted as; the primary answers in each case. */
final class StandbyFailureTest {
  private static Unfit of(String state) {
    return StandbyFailure.of(new SQLException("it failed", state));
  }

  @Test
  void failure_isNamedByItsState() {
    assertThat(of("40001")).isEqualTo(Unfit.CONFLICT);
    assertThat(of("40P01")).isEqualTo(Unfit.CONFLICT);
    assertThat(of("57014")).isEqualTo(Unfit.TIMEOUT);
    assertThat(of("57P01")).isEqualTo(Unfit.UNAVAILABLE);
    assertThat(of("53300")).isEqualTo(Unfit.UNAVAILABLE);
    assertThat(of("08006")).isEqualTo(Unfit.UNAVAILABLE);
    assertThat(of("42P01")).as("its schema may be older").isEqualTo(Unfit.FAILED);
    assertThat(StandbyFailure.of(new SQLTransientConnectionException("no connection free")))
        .isEqualTo(Unfit.UNAVAILABLE);
  }
}
