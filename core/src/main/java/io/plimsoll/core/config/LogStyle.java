package io.plimsoll.core.config;

import java.util.Locale;
import java.util.Optional;

/** How lines of the log look. */
public enum LogStyle {
  /** For people at a terminal. */
  TEXT,
  /** JSON in the fields of the Elastic Common Schema, for those who collect logs. */
  ECS;

  /** Environment only: logging begins before the configuration is read, and may tell of it. */
  public static final String VARIABLE = "PLIMSOLL_LOG_FORMAT";

  /** The variable's value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The style with that label. */
  public static Optional<LogStyle> parse(String text) {
    for (LogStyle style : values()) {
      if (style.label().equals(text)) {
        return Optional.of(style);
      }
    }
    return Optional.empty();
  }
}
