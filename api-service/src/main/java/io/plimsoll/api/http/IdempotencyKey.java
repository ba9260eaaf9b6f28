package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Idempotency-Key}: a string as RFC 8941 section 3.3.3 writes it, as the draft
 * wants, or the same without quotes where it needs none, as many clients send it.
 */
final class IdempotencyKey {
  static final CharSequence HEADER = HttpHeaders.createOptimized("Idempotency-Key");

  private static final int MOST = 255;
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])+)\"");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:/+=-]*");

  private IdempotencyKey() {}

  /**
   * The key, without quotes; a problem with status 400 where there is no single well-formed one.
   */
  static Optional<String> of(MultiMap headers) {
    List<String> given = headers.getAll(HEADER);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> key = given.size() == 1 ? parse(given.getFirst()) : Optional.empty();
    if (key.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              ProblemType.IDEMPOTENCY_KEY_INVALID,
              "Idempotency-Key must be one string of 1 to %d printable ASCII characters, such as \"9b2e4a7c-5d3f-4e1b\""
                  .formatted(MOST)));
    }
    return key;
  }

  private static Optional<String> parse(String text) {
    if (text.length() > 2 * MOST) {
      return Optional.empty();
    }
    var quoted = QUOTED.matcher(text);
    Optional<String> key =
        quoted.matches()
            ? Optional.of(quoted.group(1).replaceAll("\\\\(.)", "$1"))
            : Optional.of(text).filter(t -> PLAIN.matcher(t).matches());
    return key.filter(k -> k.length() <= MOST);
  }
}
