package io.plimsoll.api.fuzz;

import io.plimsoll.api.page.CursorCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Any text as a cursor: none, or the very one that is encoded so. */
public final class CursorTarget {
  private static final String LIST = "things";
  private static final CursorCodec CODEC = new CursorCodec(Front.KEY);

  private CursorTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Optional<List<String>> values = CODEC.decode(LIST, text);
    if (values.isPresent() && !CODEC.encode(LIST, values.get()).equals(text)) {
      throw new AssertionError("two texts of one cursor: " + text);
    }
  }
}
