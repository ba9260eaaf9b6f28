package io.plimsoll.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.read.Answer;
import org.junit.jupiter.api.Test;

final class ServerTimingTest {
  @Test
  void parts_areInMilliseconds_andThoseNotAskedAreLeftOut() {
    assertThat(ServerTiming.of(new Answer.Timing(120, 4_005), 5_000_999))
        .isEqualTo("cache;dur=0.120, sql;dur=4.005, total;dur=5.000");
    assertThat(ServerTiming.of(new Answer.Timing(0, 0), 31_000)).isEqualTo("total;dur=0.031");
  }
}
