package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An entry as {@code fill.lua} writes it: one line of fields, each closed by a bar, then the body.
 * {@code epoch|stored µs, hex|ttl ms|found|etag|generation,generation,…|\n}
 *
 * @param generations of the entry's tags, in the order of the query's tags
 */
record EntryCodec(String epoch, List<String> generations, Entry entry) {

  static EntryCodec decode(byte[] value) {
    int end = indexOfNewline(value);
    String[] f = new String(value, 0, end, StandardCharsets.ISO_8859_1).split("\\|", -1);
    if (f.length != 7) {
      throw new IllegalArgumentException("entry must begin with 6 fields, had " + (f.length - 1));
    }
    byte[] body = Arrays.copyOfRange(value, end + 1, value.length);
    return new EntryCodec(
        f[0],
        List.of(f[5].split(",", -1)),
        new Entry(
            f[3].equals("1"), f[4], Long.parseUnsignedLong(f[1], 16), Long.parseLong(f[2]), body));
  }

  /** The fields that the sender knows; the script adds the others. */
  static String sentFields(Fill fill) {
    return fill.ttl().toMillis() + "|" + (fill.found() ? "1" : "0") + "|" + fill.etag() + "|";
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
