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
 * {@link Control} as the scripts see it: fields closed by a bar. The first four are those that a
 * fill must agree with, so that the scripts compare them at one go; then numbers as 16 hex digits,
 * whose places are known from there. {@code version|epoch|incarnation|shapes|floor xid|floor
 * lsn|newest xid|newest lsn|applied lsn|offset|t0|lsn|xid|topic|}
 */
final class ControlCodec {
  private static final int FIELDS = 14;

  private ControlCodec() {}

  static String encode(Control control) {
    return agreed(control.epoch(), control.incarnation().value(), control.shapes())
        + String.join(
            "|",
            control.floor().xid().hex(),
            control.floor().commitEnd().hex(),
            control.newest().xid().hex(),
            control.newest().commitEnd().hex(),
            control.applied().hex(),
            hex(control.position().offset()),
            hex(control.watermark().startedMicros()),
            control.watermark().commitEnd().hex(),
            control.watermark().xid().hex(),
            control.position().topicId(),
            "");
  }

  /** How the state begins. */
  static String agreed(String epoch, String incarnation, String shapes) {
    return String.join("|", Keys.VERSION, epoch, incarnation, shapes, "");
  }

  static Control decode(byte[] value) {
    String text = new String(value, StandardCharsets.ISO_8859_1);
    String[] f = text.split("\\|", -1);
    if (f.length != FIELDS + 1 || !f[0].equals(Keys.VERSION)) {
      throw new IllegalArgumentException(
          "control state must be version %s with %d fields, was \"%s\"; another program writes to this"
                  .formatted(Keys.VERSION, FIELDS, text)
              + " namespace: choose another one");
    }
    return new Control(
        f[1],
        new Incarnation(f[2]),
        new Position(f[13], number(f[9])),
        Lsn.ofHex(f[8]),
        new Watermark(number(f[10]), Lsn.ofHex(f[11]), Xid.ofHex(f[12])),
        new Mark(Xid.ofHex(f[4]), Lsn.ofHex(f[5])),
        new Mark(Xid.ofHex(f[6]), Lsn.ofHex(f[7])),
        f[3]);
  }

  /** Any 64-bit number in the form that keeps its order as text. */
  static String hex(long value) {
    return new Xid(value).hex();
  }

  private static long number(String hex) {
    return Xid.ofHex(hex).value();
  }
}
