package io.plimsoll.api.coding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A content coding, as registered with IANA. */
public enum Coding {
  IDENTITY,
  /** RFC 8878. What Redis holds: quick to make, quicker to undo. */
  ZSTD,
  /** RFC 7932. */
  BR,
  /** RFC 1952. */
  GZIP;

  private final String token = name().toLowerCase(Locale.ROOT);

  /** As in {@code Content-Encoding}. */
  public String token() {
    return token;
  }

  /** Ignoring case; {@code x-gzip} is the old name of gzip. Empty for what is not known here. */
  static Optional<Coding> of(String token) {
    String plain = token.equalsIgnoreCase("x-gzip") ? "gzip" : token;
    return Arrays.stream(values()).filter(c -> c.token.equalsIgnoreCase(plain)).findFirst();
  }

  /** The validator of a body in this coding: another representation, so another strong one. */
  String etag(String ofIdentity) {
    return this == IDENTITY ? '"' + ofIdentity + '"' : '"' + ofIdentity + '-' + token + '"';
  }
}
