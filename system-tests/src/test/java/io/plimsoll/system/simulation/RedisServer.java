package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Rules;
import io.plimsoll.core.cache.Stripes;
import io.plimsoll.core.cache.redis.RedisDoor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One partition in Redis: keys with times to live, and what the Lua scripts do with them, each at
 * one moment. It can lose keys, writes and everything, and go back to older data.
 */
final class RedisServer {
  /** A key's value and when Redis drops it, by its own clock, µs. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Value(byte[] bytes, long expires) {}

  /** The stripes' key; what was added is kept to make copies. */
  private static final class Marks {
    final String epoch;
    final List<List<Batch.Change>> added;
    final Stripes stripes = new Stripes();

    Marks(String epoch, List<List<Batch.Change>> added) {
      this.epoch = epoch;
      this.added = new ArrayList<>(added);
      added.forEach(stripes::add);
    }
  }

  /** All that Redis holds at a moment. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Copy(byte @Nullable [] control, @Nullable Marks marks, Map<String, Value> keys) {}

  private final Scheduler time;
  private final Trace trace;
  private Map<String, Value> keys = new TreeMap<>();
  private byte @Nullable [] control;
  private @Nullable Marks marks;
  private long clockAheadMicros = 1_000_000_000L;
  private long downUntil;
  private long generations;

  RedisServer(Scheduler time, Trace trace) {
    this.time = time;
    this.trace = trace;
  }

  boolean up() {
    return time.now() >= downUntil;
  }

  void downFor(long micros) {
    downUntil = Math.max(downUntil, time.now() + micros);
  }

  /** What TIME says. */
  long micros() {
    return time.now() + clockAheadMicros;
  }

  void setClockBack(long micros) {
    clockAheadMicros -= micros;
  }

  /** One atomic MGET. */
  List<byte @Nullable []> read(Optional<CacheKey> entry, List<String> tags) {
    List<byte @Nullable []> values = new ArrayList<>();
    values.add(control);
    entry.ifPresent(key -> values.add(get(RedisDoor.ENTRY + key.value())));
    tags.forEach(tag -> values.add(get("t:" + tag)));
    return values;
  }

  Optional<Control> control() {
    return Optional.ofNullable(control).map(RedisDoor::decode);
  }

  /** open.lua. */
  void open(Control opened) {
    marks = new Marks(opened.epoch(), List.of());
    control = RedisDoor.encode(opened);
    trace.note("redis-open", opened.epoch(), opened.position().offset(), 0);
  }

  /** apply.lua. */
  String apply(Batch batch) {
    Marks known = marks;
    if (control == null || known == null) {
      return "no-control";
    }
    Control now = RedisDoor.decode(control);
    if (!now.epoch().equals(known.epoch)) {
      return "no-control";
    }
    if (!Rules.continues(now, batch)) {
      return "mismatch";
    }
    known.stripes.add(batch.changes());
    known.added.add(batch.changes());
    batch.changes().forEach(change -> change.tags().forEach(tag -> keys.remove("t:" + tag)));
    control = RedisDoor.encode(Rules.after(now, batch));
    trace.note(
        "redis-apply",
        batch.watermark().map(w -> "t0 " + (w.startedMicros() - clockAheadMicros)).orElse(""),
        batch.next().offset(),
        batch.applied().value());
    return "applied";
  }

  /** fill.lua. */
  Fill.Outcome fill(Fill fill) {
    keys.remove("l:" + fill.query().key().value());
    if (control == null) {
      return new Fill.Outcome.Refused(Reason.NO_CONTROL);
    }
    Control now = RedisDoor.decode(control);
    Marks known = marks;
    Stripes stripes = known == null || !now.epoch().equals(known.epoch) ? null : known.stripes;
    Optional<Reason> refusal = Rules.refusal(now, stripes, fill);
    if (refusal.isPresent()) {
      return new Fill.Outcome.Refused(refusal.get());
    }
    long expires = micros() + fill.ttl().toMillis() * 1_000;
    List<String> current = new ArrayList<>();
    String fresh = "g" + ++generations;
    for (String tag : fill.tags()) {
      String key = "t:" + tag;
      byte[] found = get(key);
      byte[] generation = found == null ? fresh.getBytes(StandardCharsets.ISO_8859_1) : found;
      Value old = keys.get(key);
      long until = found == null || old == null ? expires : Math.max(old.expires(), expires);
      keys.put(key, new Value(generation, until));
      current.add(new String(generation, StandardCharsets.ISO_8859_1));
    }
    byte[] entry = RedisDoor.entry(now.epoch(), micros(), fill, String.join(",", current));
    keys.put(RedisDoor.ENTRY + fill.query().key().value(), new Value(entry, expires));
    return new Fill.Outcome.Stored();
  }

  /** SET NX PX. */
  boolean lease(String key, long micros) {
    if (get("l:" + key) != null) {
      return false;
    }
    keys.put("l:" + key, new Value(new byte[] {'1'}, micros() + micros));
    return true;
  }

  void release(String key) {
    keys.remove("l:" + key);
  }

  private byte @Nullable [] get(String key) {
    Value value = keys.get(key);
    if (value == null) {
      return null;
    }
    if (value.expires() <= micros()) {
      keys.remove(key);
      return null;
    }
    return value.bytes();
  }

  /** Of each key that is there, until when, µs by its clock; for the comparison with a real one. */
  Map<String, Long> lives() {
    Map<String, Long> lives = new TreeMap<>();
    keys.forEach((key, value) -> {
      if (value.expires() > micros()) {
        lives.put(key, value.expires());
      }
    });
    return lives;
  }

  /** What else is there. */
  boolean hasControl() {
    return control != null;
  }

  boolean hasMarks() {
    return marks != null;
  }

  Copy copy() {
    Marks known = marks;
    return new Copy(
        control, known == null ? null : new Marks(known.epoch, known.added), new TreeMap<>(keys));
  }

  /** A replica takes over, or a restart reads an older file. */
  void restore(Copy copy) {
    Marks known = copy.marks();
    control = copy.control();
    marks = known == null ? null : new Marks(known.epoch, known.added);
    keys = new TreeMap<>(copy.keys());
  }

  void flush() {
    restore(new Copy(null, null, Map.of()));
  }

  /** Any key may go, of control and stripes too. */
  void evict() {
    int kind = time.below(8);
    if (kind == 0) {
      control = null;
    } else if (kind == 1) {
      marks = null;
    } else if (!keys.isEmpty()) {
      String key = new ArrayList<>(keys.keySet()).get(time.below(keys.size()));
      keys.remove(key);
      trace.note("evicted", key, 0, 0);
    }
  }
}
