package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.contract.Says;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One of the caches that are compared. Epochs are random: each side's are told by the number of
 * their opening.
 */
record Side(Cache cache, Map<String, String> ownByName, Map<String, String> nameByOwn) {
  static Side of(Cache cache) {
    return new Side(cache, new HashMap<>(), new ConcurrentHashMap<>());
  }

  void opened(String name, Control control) {
    ownByName.put(name, control.epoch());
    nameByOwn.put(control.epoch(), name);
  }

  Fill own(Fill fill) {
    Admission a = fill.admission();
    return new Fill(
        fill.query(),
        new Admission(own(a.epoch()), a.incarnation(), a.applied(), a.startedMicros(), a.shapes()),
        fill.proof(),
        fill.content(),
        fill.ttl(),
        fill.load());
  }

  Batch own(Batch batch) {
    return new Batch(
        own(batch.epoch()),
        batch.expected(),
        batch.next(),
        batch.applied(),
        batch.changes(),
        batch.watermark(),
        batch.floor());
  }

  private String own(String name) {
    return ownByName.getOrDefault(name, name);
  }

  /** With the epoch's name in place of the epoch. */
  Admission named(Admission a) {
    return new Admission(
        name(a.epoch()), a.incarnation(), a.applied(), a.startedMicros(), a.shapes());
  }

  private String name(String epoch) {
    return nameByOwn.getOrDefault(epoch, epoch);
  }

  String say(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Hit hit -> Says.of(hit) + at(hit.at());
      case Lookup.Miss miss -> Says.of(miss) + at(miss.admission());
      case Lookup.Bypass bypass -> Says.of(bypass);
    };
  }

  private String at(Admission a) {
    return " at "
        + name(a.epoch())
        + " "
        + a.incarnation().value()
        + " "
        + a.applied().hex()
        + " "
        + a.startedMicros();
  }

  String say(Batch.Outcome outcome) {
    return outcome instanceof Batch.Outcome.Mismatch(Control actual)
        ? "mismatch at " + say(Optional.of(actual))
        : Says.of(outcome);
  }

  String say(Optional<Control> control) {
    return control
        .map(
            c -> ControlCodec.encode(c).replace("|" + c.epoch() + "|", "|" + name(c.epoch()) + "|"))
        .orElse("nothing");
  }
}
