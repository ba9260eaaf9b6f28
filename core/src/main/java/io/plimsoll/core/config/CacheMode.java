package io.plimsoll.core.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which tiers answers are kept. */
public enum CacheMode {
  /** In the process, and behind it in Redis. */
  TIERED,
  /** In Redis only. */
  REDIS,
  /** In the process only. */
  MEMORY,
  /** Nowhere: each answer comes from Postgres. */
  NONE;

  /** As configuration and catalogs say it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for any other text. */
  public static Optional<CacheMode> of(String label) {
    return Arrays.stream(values()).filter(mode -> mode.label().equals(label)).findFirst();
  }

  /** Whether answers are kept in the process. */
  public boolean near() {
    return this == TIERED || this == MEMORY;
  }

  /** Whether answers are kept in Redis. */
  public boolean shared() {
    return this == TIERED || this == REDIS;
  }
}
