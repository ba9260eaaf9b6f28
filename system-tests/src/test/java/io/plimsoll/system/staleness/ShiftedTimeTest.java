package io.plimsoll.system.staleness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ShiftedTimeTest {
  private static String shifted(String piece) {
    byte[] changed = new ShiftedTime(Duration.ofSeconds(-30)).apply(piece.getBytes(ISO_8859_1));
    return new String(changed, ISO_8859_1);
  }

  @Test
  void replyToTime_amongOthers_isShifted() {
    String time = "+OK\r\n*2\r\n$10\r\n%d\r\n$6\r\n123456\r\n:1\r\n";
    assertThat(shifted(time.formatted(1_700_000_030))).isEqualTo(time.formatted(1_700_000_000));
  }

  @Test
  void otherPairs_stayAsTheyAre() {
    String pair = "*2\r\n$10\r\nabcdefghij\r\n$1\r\nx\r\n";
    assertThat(shifted(pair)).isEqualTo(pair);
  }
}
