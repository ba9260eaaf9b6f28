package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Rules;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Stale;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.freshness.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on the values of one atomic MGET: control, entry and the generation of each tag. */
final class LookupDecision {
  @SuppressWarnings("ArrayRecordComponent") // never shown, never compared as a record
  private record Decoded(byte[] state, Control control, Admission admission) {}

  private final ServerClock clock;
  private final WatermarkGuard guard;
  private volatile @Nullable Decoded last;

  LookupDecision(ServerClock clock, WatermarkGuard guard) {
    this.clock = clock;
    this.guard = guard;
  }

  Lookup decide(Query query, List<byte @Nullable []> values) {
    byte[] state = values.get(0);
    if (state == null) {
      return new Lookup.Bypass(Reason.NO_CONTROL);
    }
    Decoded now = decode(state);
    Optional<Duration> age = guard.age(now.control().watermark(), now.control().incarnation());
    if (age.isEmpty() || age.get().compareTo(query.bound()) > 0) {
      return new Lookup.Bypass(
          Reason.STALE_WATERMARK, age.flatMap(a -> late(query, values, now, a)));
    }
    byte[] value = values.get(1);
    if (value == null) {
      return new Lookup.Miss(Reason.MISS, now.admission());
    }
    EntryCodec stored = EntryCodec.decode(value);
    if (!stored.epoch().equals(now.control().epoch())) {
      return new Lookup.Miss(Reason.EPOCH, now.admission());
    }
    if (!current(stored.generations(), values)) {
      return new Lookup.Miss(Reason.INVALIDATED, now.admission(), replaced(query, stored));
    }
    Optional<Duration> ttl = clock.ttl(stored.entry());
    if (ttl.isEmpty()) {
      return new Lookup.Miss(Reason.MISS, now.admission());
    }
    if (query.after().isPresent()
        && !Rules.shows(query.after().get(), now.admission(), () -> Stamp.parse(stored.stamp()))) {
      return new Lookup.Miss(Reason.TOKEN, now.admission());
    }
    return new Lookup.Hit(stored.entry(), now.admission(), age.get(), ttl.get());
  }

  /** Nothing is known to have changed it, but nothing has been heard for longer than the bound. */
  private static Optional<Stale> late(
      Query query, List<byte @Nullable []> values, Decoded now, Duration age) {
    byte[] value = values.get(1);
    if (value == null || query.grace().isZero()) {
      return Optional.empty();
    }
    EntryCodec stored = EntryCodec.decode(value);
    return stored.epoch().equals(now.control().epoch()) && current(stored.generations(), values)
        ? Stale.within(query, stored.entry(), age)
        : Optional.empty();
  }

  /** Changed since; when it was not yet, is known only of the moment before it was read. */
  private Optional<Stale> replaced(Query query, EntryCodec stored) {
    return query.grace().isZero()
        ? Optional.empty()
        : clock
            .ageOf(stored.entry().provenMicros())
            .flatMap(age -> Stale.within(query, stored.entry(), age));
  }

  /** The state changes with each batch and heartbeat, and is read with every request in between. */
  private Decoded decode(byte[] state) {
    Decoded known = last;
    if (known == null || !Arrays.equals(known.state(), state)) {
      Control control = ControlCodec.decode(state);
      known = new Decoded(state, control, Admission.of(control));
      last = known;
    }
    return known;
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
