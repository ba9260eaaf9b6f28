package io.plimsoll.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key: {@code plk_} and {@value #BYTES} random bytes in base64url. The prefix is for those
 * who search logs and repositories for what has leaked. Whoever holds the text may ask, so it is in
 * no log, no metric and no cache: everything is done with the hash. Immutable.
 */
public final class ApiKey {
  /** 256 bits. */
  static final int BYTES = 32;

  private static final String PREFIX = "plk_";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /** A new one. */
  public static ApiKey random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new ApiKey(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Empty when it cannot be a key, whoever made it. */
  public static Optional<ApiKey> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ApiKey(text)) : Optional.empty();
  }

  /** To be shown once, to its owner. */
  public String text() {
    return text;
  }

  /**
   * SHA-256 in hexadecimal: what is stored. Without salt and fast, because there is nothing to
   * guess: 2^256 keys are equally likely.
   */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Says nothing secret. */
  @Override
  public String toString() {
    return "ApiKey[…]";
  }
}
