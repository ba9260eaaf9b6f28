package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An entry as {@code fill.lua} writes it: one line of fields, each closed by a bar, then the tuple
 * of its key, then the body. {@code epoch|stored µs, hex|ttl ms|found|etag or etag~next|load
 * µs|proven µs|stamp|bytes of the tuple|captured tags|generation,generation,…|\n}
 *
 * @param stamp text of the stamp of the entry's read
 * @param generations of the entry's tags, in the order of {@link Fill#tags}
 * @param tuple what it is the answer to
 */
record EntryCodec(String epoch, String stamp, List<String> generations, String tuple, Entry entry) {
  private static final int FIELDS = 11;
  private static final char NEXT = '~';

  static EntryCodec decode(byte[] value) {
    int end = indexOfNewline(value);
    String[] f = new String(value, 0, end, StandardCharsets.ISO_8859_1).split("\\|", -1);
    if (f.length != FIELDS + 1) {
      throw new IllegalArgumentException(
          "entry must begin with " + FIELDS + " fields, had " + (f.length - 1));
    }
    int tuple = end + 1;
    int bodyStart = tuple + Integer.parseInt(f[8]);
    byte[] body = Arrays.copyOfRange(value, bodyStart, value.length);
    return new EntryCodec(
        f[0],
        f[7],
        List.of(f[10].split(",", -1)),
        new String(value, tuple, bodyStart - tuple, StandardCharsets.UTF_8),
        new Entry(
            content(f[3].equals("1"), f[4], body),
            Long.parseUnsignedLong(f[1], 16),
            Long.parseLong(f[2]),
            Long.parseLong(f[5]),
            Long.parseLong(f[6]),
            NameList.decode(f[9])));
  }

  /** The fields that the sender knows; the script adds the others. */
  static String sentFields(Fill fill) {
    return String.join(
        "|",
        Long.toString(fill.ttl().toMillis()),
        fill.content().found() ? "1" : "0",
        validator(fill.content()),
        Long.toString(fill.load().toNanos() / 1_000),
        Long.toString(fill.admission().startedMicros()),
        fill.proof().stamp().text(),
        Integer.toString(tuple(fill).length),
        NameList.encode(fill.captured()),
        "");
  }

  /** What stands behind the line of fields. */
  static byte[] sentBody(Fill fill) {
    byte[] tuple = tuple(fill);
    byte[] body = fill.content().body();
    byte[] both = Arrays.copyOf(tuple, tuple.length + body.length);
    System.arraycopy(body, 0, both, tuple.length, body.length);
    return both;
  }

  private static byte[] tuple(Fill fill) {
    return fill.query().key().tuple().getBytes(StandardCharsets.UTF_8);
  }

  /** Of a page, with the cursor of the next one behind it. */
  private static String validator(Content content) {
    return content.next().isEmpty() ? content.etag() : content.etag() + NEXT + content.next();
  }

  private static Content content(boolean found, String validator, byte[] body) {
    int next = validator.indexOf(NEXT);
    return next < 0
        ? new Content(found, validator, body)
        : new Content(found, validator.substring(0, next), body, validator.substring(next + 1));
  }

  private static int indexOfNewline(byte[] value) {
    for (int i = 0; i < value.length; i++) {
      if (value[i] == '\n') {
        return i;
      }
    }
    throw new IllegalArgumentException("entry of " + value.length + " bytes has no header line");
  }
}
