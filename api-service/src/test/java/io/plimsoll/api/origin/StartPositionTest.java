package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Lsn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From which position on heartbeats are believed. */
final class StartPositionTest {
  private final List<Lsn> trusted = new ArrayList<>();
  private boolean sampled = true;
  private boolean away;
  private final StartPosition position =
      new StartPosition(() -> sampled, this::logEnd, trusted::add);

  private Lsn logEnd() throws SQLException {
    if (away) {
      throw new SQLException("the primary is away");
    }
    return new Lsn(100);
  }

  @Test
  void endOfTheLog_isTrusted() {
    assertThat(position.learn()).isTrue();
    assertThat(trusted).containsExactly(new Lsn(100));
  }

  @Test
  void endOfTheLogBeforeTheClockIsKnown_isNotAskedFor() {
    sampled = false;

    assertThat(position.learn()).isFalse();
    assertThat(trusted).isEmpty();
  }

  @Test
  void primaryThatIsAway_isAskedAgain() {
    away = true;

    assertThat(position.learn()).isFalse();
    assertThat(trusted).isEmpty();
  }
}
