package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.QueryDef;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words in strings of the SQL that Postgres reads as a moment where a date or time is wanted. It
 * does so when it parses the query, so that its tree shows an innocent constant.
 */
final class Moments {
  /** In any string: what is wanted is not known here. Letters alone bound a word. */
  private static final Pattern MOMENT =
      Pattern.compile(
          "(?<![a-z])(now|today|tomorrow|yesterday)(?![a-z])", Pattern.CASE_INSENSITIVE);

  /** {@code E'\\x6eow'} is {@code 'now'}. */
  private static final Pattern ENCODED = Pattern.compile("[eE]'.*\\\\[0-7xuU].*", Pattern.DOTALL);

  private Moments() {}

  /** The first one, in words. */
  static Optional<String> in(QueryDef query) {
    for (String literal : query.sql().uses().literals()) {
      Matcher moment = MOMENT.matcher(literal);
      if (moment.find()) {
        String word = moment.group().toLowerCase(Locale.ROOT);
        return Optional.of(
            "a string in it has the word " + word + ", which may stand for a moment");
      }
      if (ENCODED.matcher(literal).matches()) {
        return Optional.of("a string in it has encoded characters, which may stand for a moment");
      }
    }
    return Optional.empty();
  }
}
