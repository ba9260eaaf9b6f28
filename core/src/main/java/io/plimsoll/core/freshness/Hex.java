package io.plimsoll.core.freshness;

/**
 * Unsigned 64-bit numbers as 16 lower-case hex digits, so that their order as text is their order
 * as numbers. Lua's numbers are doubles and lose integers above 2^53; text does not.
 */
final class Hex {
  static final int WIDTH = 16;

  private Hex() {}

  static String of(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(WIDTH - digits.length()) + digits;
  }

  static long parse(String text, String what) {
    if (text.length() != WIDTH) {
      throw new IllegalArgumentException(
          what + " must be 16 hex digits, was \"" + text + "\" (" + text.length() + " characters)");
    }
    return Long.parseUnsignedLong(text, 16);
  }
}
