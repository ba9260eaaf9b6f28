package io.plimsoll.core.cache.contract;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Stale;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Outcomes in words that can be compared, counted and read. */
public final class Says {
  private Says() {}

  public static String of(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Hit hit ->
          "hit " + new String(hit.entry().content().body(), StandardCharsets.UTF_8);
      case Lookup.Miss miss -> "miss " + miss.reason().label() + stale(miss.stale());
      case Lookup.Bypass bypass -> "bypass " + bypass.reason().label() + stale(bypass.stale());
    };
  }

  private static String stale(Optional<Stale> stale) {
    return stale.isPresent() ? " with stale" : "";
  }

  public static String of(Fill.Outcome outcome) {
    return switch (outcome) {
      case Fill.Outcome.Stored stored -> "stored";
      case Fill.Outcome.Refused refused -> "refused " + refused.reason().label();
    };
  }

  public static String of(Batch.Outcome outcome) {
    return switch (outcome) {
      case Batch.Outcome.Applied applied -> "applied";
      case Batch.Outcome.Mismatch mismatch -> "mismatch";
      case Batch.Outcome.NoControl absent -> "no-control";
    };
  }
}
