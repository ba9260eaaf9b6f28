package io.plimsoll.api.fuzz;

import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.TokenCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any text as a token: none, or the very one that is encoded so. */
public final class TokenTarget {
  private static final TokenCodec CODEC = new TokenCodec(Front.KEY);

  private TokenTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Optional<Token> token = CODEC.decode(text);
    if (token.isPresent() && !CODEC.encode(token.get()).equals(text)) {
      throw new AssertionError("two texts of one token: " + text);
    }
  }
}
