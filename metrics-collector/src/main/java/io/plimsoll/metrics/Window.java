package io.plimsoll.metrics;

import java.util.Arrays;
import java.util.Optional;

/** The last seconds that a summary can be about. */
enum Window {
  TEN_SECONDS("10s", 10),
  MINUTE("1m", 60),
  /** Since the collector began: one minute before its start, as far as the topics reach. */
  START("start", 0);

  private final String label;
  private final int seconds;

  Window(String label, int seconds) {
    this.label = label;
    this.seconds = seconds;
  }

  String label() {
    return label;
  }

  int seconds() {
    return seconds;
  }

  static Optional<Window> labelled(String label) {
    return Arrays.stream(values()).filter(window -> window.label.equals(label)).findFirst();
  }
}
