package io.plimsoll.bench.load;

import java.util.Locale;

/** Where an answer came from, as its {@code Cache-Status} (RFC 9211) says. */
public enum Served {
  /** From the API's own memory. */
  L1("L1"),
  REDIS("Redis"),
  /** A hit that names neither, such as a stale one. */
  HIT("another cache"),
  MISS("Postgres"),
  STALE("Postgres, stale"),
  BYPASS("Postgres, bypass"),
  /** No such header, or another cache's. */
  UNSAID("unsaid");

  private static final String CACHE = "plimsoll; ";
  private static final String DETAIL = "; detail=";

  private final String label;

  Served(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  public boolean isHit() {
    return this == L1 || this == REDIS || this == HIT;
  }

  /** Reads {@code plimsoll; hit; …; detail=redis} or {@code plimsoll; fwd=miss; …}. */
  static Served of(String cacheStatus) {
    String value = cacheStatus.toLowerCase(Locale.ROOT);
    if (!value.startsWith(CACHE)) {
      return UNSAID;
    }
    return switch (value.substring(CACHE.length()).split(";", 2)[0].strip()) {
      case "hit" -> hit(value);
      case "fwd=miss" -> MISS;
      case "fwd=stale" -> STALE;
      case "fwd=bypass" -> BYPASS;
      default -> UNSAID;
    };
  }

  private static Served hit(String value) {
    int detail = value.indexOf(DETAIL);
    return switch (detail < 0 ? "" : value.substring(detail + DETAIL.length())) {
      case "l1" -> L1;
      case "redis" -> REDIS;
      default -> HIT;
    };
  }
}
