package io.plimsoll.core.auth;

import java.util.regex.Pattern;

/** Names of what a key may do. A subset of what RFC 6749 section 3.3 allows in a header. */
public final class Scopes {
  /** The same pattern is in {@code docs/catalog.schema.json}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/*-]{0,63}");

  /** With article, for messages. */
  public static final String DESCRIPTION = "a scope such as articles:read";

  private Scopes() {}

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
