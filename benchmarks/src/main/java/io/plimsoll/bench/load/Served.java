package io.plimsoll.bench.load;

import java.util.Locale;

/** Where an answer came from, as its {@code Cache-Status} (RFC 9211) says. */
public enum Served {
  HIT,
  MISS,
  STALE,
  BYPASS,
  /** No such header, or another cache's. */
  UNSAID;

  private static final String CACHE = "plimsoll; ";

  /** Reads {@code plimsoll; hit; …} or {@code plimsoll; fwd=miss; …}. */
  static Served of(String cacheStatus) {
    String value = cacheStatus.toLowerCase(Locale.ROOT);
    if (!value.startsWith(CACHE)) {
      return UNSAID;
    }
    return switch (value.substring(CACHE.length()).split(";", 2)[0].strip()) {
      case "hit" -> HIT;
      case "fwd=miss" -> MISS;
      case "fwd=stale" -> STALE;
      case "fwd=bypass" -> BYPASS;
      default -> UNSAID;
    };
  }
}
