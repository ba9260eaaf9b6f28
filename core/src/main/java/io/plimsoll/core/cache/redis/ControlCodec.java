package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;

/**
 * {@link Control} as the scripts see it: twelve fields, each closed by a bar, numbers as 16 hex
 * digits. {@code version|epoch|incarnation|topic|offset|t0|lsn|xid|floor xid|floor
 * lsn|shapes|applied lsn|}
 */
final class ControlCodec {
  private static final String VERSION = "2";
  private static final int FIELDS = 12;

  private ControlCodec() {}

  static String encode(Control control) {
    return String.join(
        "|",
        VERSION,
        control.epoch(),
        control.incarnation().value(),
        control.position().topicId(),
        hex(control.position().offset()),
        hex(control.watermark().startedMicros()),
        control.watermark().commitEnd().hex(),
        control.watermark().xid().hex(),
        control.floor().xid().hex(),
        control.floor().commitEnd().hex(),
        control.shapes(),
        control.applied().hex(),
        "");
  }

  static Control decode(byte[] value) {
    String text = new String(value, StandardCharsets.ISO_8859_1);
    String[] f = text.split("\\|", -1);
    if (f.length != FIELDS + 1 || !f[0].equals(VERSION)) {
      throw new IllegalArgumentException(
          "control state must be version 2 with 12 fields, was \"%s\"; another program writes to this"
                  .formatted(text)
              + " namespace: choose another one");
    }
    return new Control(
        f[1],
        new Incarnation(f[2]),
        new Position(f[3], number(f[4])),
        Lsn.ofHex(f[11]),
        new Watermark(number(f[5]), Lsn.ofHex(f[6]), Xid.ofHex(f[7])),
        new Mark(Xid.ofHex(f[8]), Lsn.ofHex(f[9])),
        f[10]);
  }

  /** Any 64-bit number in the form that keeps its order as text. */
  static String hex(long value) {
    return new Xid(value).hex();
  }

  private static long number(String hex) {
    return Xid.ofHex(hex).value();
  }
}
