package io.plimsoll.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  @Test
  void parse_readsWhatIsPrinted() {
    Rate rate = new Rate(5_000, Duration.ofHours(1));
    assertThat(rate.toString()).isEqualTo("5000/1h");
    assertThat(Rate.parse("5000/1h")).contains(rate);
    assertThat(Rate.parse("1/90s")).contains(new Rate(1, Duration.ofSeconds(90)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "100",
        "100/s",
        "0/1s",
        "01/1s",
        "-1/1s",
        "1/0s",
        "1/500ms",
        "1/2d",
        "1/1s ",
        "9999999999/1s"
      })
  void parse_ofAnotherText_isNone(String text) {
    assertThat(Rate.parse(text)).isEmpty();
  }

  @Test
  void rate_ofNothing_isRefused() {
    assertThatThrownBy(() -> new Rate(0, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rate(1, Duration.ofMillis(1_500)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
