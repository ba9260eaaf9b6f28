package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on the values of one atomic MGET: control, entry and the generation of each tag. */
final class LookupDecision {
  @SuppressWarnings("ArrayRecordComponent") // never shown, never compared as a record
  private record Decoded(byte[] state, Control control) {}

  private final RedisClock clock;
  private final WatermarkGuard guard;
  private volatile @Nullable Decoded last;

  LookupDecision(RedisClock clock) {
    this.clock = clock;
    this.guard = new WatermarkGuard(clock);
  }

  Lookup decide(Query query, List<byte @Nullable []> values) {
    byte[] state = values.get(0);
    if (state == null) {
      return new Lookup.Bypass(Reason.NO_CONTROL);
    }
    Control control = decode(state);
    Optional<Duration> age = guard.age(control.watermark());
    if (age.isEmpty() || age.get().compareTo(query.bound()) > 0) {
      return new Lookup.Bypass(Reason.STALE_WATERMARK);
    }
    Admission admission =
        new Admission(control.epoch(), control.incarnation(), control.watermark().commitEnd());
    byte[] value = values.get(1);
    if (value == null) {
      return new Lookup.Miss(Reason.MISS, admission);
    }
    EntryCodec stored = EntryCodec.decode(value);
    if (!stored.epoch().equals(control.epoch())) {
      return new Lookup.Miss(Reason.EPOCH, admission);
    }
    if (!current(stored.generations(), values)) {
      return new Lookup.Miss(Reason.INVALIDATED, admission);
    }
    return clock
        .ttl(stored.entry())
        .<Lookup>map(ttl -> new Lookup.Hit(stored.entry(), control.watermark(), age.get(), ttl))
        .orElseGet(() -> new Lookup.Miss(Reason.MISS, admission));
  }

  /** The state changes with each batch and heartbeat, and is read with every request in between. */
  private Control decode(byte[] state) {
    Decoded known = last;
    if (known == null || !Arrays.equals(known.state(), state)) {
      known = new Decoded(state, ControlCodec.decode(state));
      last = known;
    }
    return known.control();
  }

  private static boolean current(List<String> generations, List<byte @Nullable []> values) {
    if (generations.size() != values.size() - 2) {
      return false;
    }
    for (int i = 0; i < generations.size(); i++) {
      byte[] generation = values.get(2 + i);
      if (generation == null
          || !generations.get(i).equals(new String(generation, StandardCharsets.ISO_8859_1))) {
        return false;
      }
    }
    return true;
  }
}
