package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.Keys.bytes;

import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Stripes;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code fill.lua}'s keys, arguments and answer. */
final class FillCall {
  /** Is never in a control state. */
  private static final String NOT_AGREED = "-";

  private FillCall() {}

  static List<byte[]> keys(Keys keys, Fill fill) {
    List<byte[]> result = new ArrayList<>();
    result.add(keys.control());
    result.add(keys.stripes());
    result.add(keys.entry(fill.query().key()));
    result.add(keys.lease(fill.query().key()));
    fill.tags().forEach(tag -> result.add(keys.tag(tag)));
    return result;
  }

  static List<byte[]> args(Fill fill, String generation) {
    List<byte[]> result = new ArrayList<>();
    result.add(
        bytes(
            ControlCodec.agreed(
                fill.admission().epoch(), agreedIncarnation(fill), fill.proof().shapes())));
    switch (fill.proof().stamp()) {
      case Stamp.Primary primary -> {
        result.add(bytes("primary"));
        result.add(bytes(primary.xmin().hex()));
        result.add(bytes(primary.xmax().hex()));
        result.add(
            bytes(primary.running().stream().map(Xid::hex).collect(Collectors.joining(","))));
      }
      case Stamp.UpTo upTo -> {
        result.add(bytes("up-to"));
        result.add(bytes(upTo.lsn().hex()));
        result.add(bytes(""));
        result.add(bytes(""));
      }
    }
    result.add(bytes(Long.toString(fill.ttl().toMillis())));
    result.add(bytes(EntryCodec.sentFields(fill)));
    result.add(EntryCodec.sentBody(fill));
    result.add(bytes(generation));
    result.add(bytes(stripes(fill)));
    return result;
  }

  private static String stripes(Fill fill) {
    return fill.tags().stream()
        .map(tag -> Integer.toString(Stripes.of(tag)))
        .distinct()
        .collect(Collectors.joining(","));
  }

  static Fill.Outcome outcome(byte[] answer) {
    String label = new String(answer, StandardCharsets.ISO_8859_1);
    if (label.equals("stored")) {
      return new Fill.Outcome.Stored();
    }
    for (Reason reason : Reason.values()) {
      if (reason.label().equals(label)) {
        return new Fill.Outcome.Refused(reason);
      }
    }
    throw new IllegalStateException("fill.lua said " + label);
  }

  /** The read's own, or one that never matches where it is unknown or not that of the lookup. */
  private static String agreedIncarnation(Fill fill) {
    Incarnation read = fill.proof().incarnation();
    return read.known() && read.equals(fill.admission().incarnation()) ? read.value() : NOT_AGREED;
  }
}
