package io.plimsoll.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing replaced. */
final class Utf8 {
  private Utf8() {}

  /** Empty where the bytes are not UTF-8. */
  static Optional<String> decode(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty(); // it comes from outside: one more way to be wrong
    }
  }
}
