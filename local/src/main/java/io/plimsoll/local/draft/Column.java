package io.plimsoll.local.draft;

import io.plimsoll.core.catalog.ParamType;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A column of a table.
 *
 * @param name as in pg_attribute
 * @param quoted as SQL takes it
 * @param type in words, such as {@code character varying(20)}
 * @param parameter the type of a parameter that is compared with it, when there is one
 */
record Column(String name, String quoted, String type, Optional<ParamType> parameter) {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(passw|passphrase|secret|token|hash|salt|credential|api.?key|private.?key|cvv|(^|[^a-z])(pwd|otp|pin|ssn)([^a-z]|$)).*",
          Pattern.DOTALL);

  /** Whether its name says that nobody should read it. */
  boolean looksSecret() {
    return SECRET.matcher(name).matches();
  }
}
