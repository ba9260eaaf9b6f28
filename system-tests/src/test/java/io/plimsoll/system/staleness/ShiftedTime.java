package io.plimsoll.system.staleness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes the replies to TIME in what Redis says: two bulk strings, seconds of ten digits and
 * microseconds. The length stays the same.
 */
record ShiftedTime(Duration by) implements UnaryOperator<byte[]> {
  private static final Pattern REPLY =
      Pattern.compile("\\*2\\r\\n\\$10\\r\\n(\\d{10})(?=\\r\\n\\$\\d\\r\\n\\d{1,6}\\r\\n)");

  @Override
  public byte[] apply(byte[] piece) {
    Matcher replies = REPLY.matcher(new String(piece, ISO_8859_1));
    return replies
        .replaceAll(reply ->
            Matcher.quoteReplacement(
                "*2\r\n$10\r\n" + (Long.parseLong(reply.group(1)) + by.toSeconds())))
        .getBytes(ISO_8859_1);
  }
}
