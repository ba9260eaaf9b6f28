package io.plimsoll.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL as the catalog has it, to find where things stand. The tree does not tell, so the first place
 * is taken that looks like the thing; strings and comments do not.
 */
final class SqlText {
  /** Possessive, as the others take a stack frame for each character. */
  private static final Pattern STRINGS_AND_COMMENTS =
      Pattern.compile(
          "(?<string>(?<![\\w$])[eE]'(?:[^'\\\\]|\\\\.|'')*+'|'(?:[^']|'')*+'"
              + "|(?<![\\w$])\\$(?<tag>\\w*)\\$.*?\\$\\k<tag>\\$)"
              + "|--[^\\n]*|/\\*.*?\\*/",
          Pattern.DOTALL);

  private final String sql;
  private final String code;
  private final List<Literal> literals = new ArrayList<>();

  /** A string as it is written, with quotes and tags. */
  record Literal(String text, Finding.Place at) {}

  SqlText(String sql) {
    this.sql = sql;
    StringBuilder masked = new StringBuilder(sql);
    Matcher matcher = STRINGS_AND_COMMENTS.matcher(sql);
    while (matcher.find()) {
      if (matcher.group("string") != null) {
        literals.add(new Literal(matcher.group(), Finding.Place.of(sql, matcher.start())));
      }
      for (int i = matcher.start(); i < matcher.end(); i++) {
        masked.setCharAt(i, ' ');
      }
    }
    code = masked.toString();
  }

  /** All strings, in order. */
  List<Literal> literals() {
    return literals;
  }

  /** A word, or the first of some. */
  Optional<Finding.Place> word(String... words) {
    return first("(?i)(?<![\\w$])(?:" + any(words) + ")(?![\\w$])");
  }

  /** A call of a function, else its name, as {@code row.name} is a call too. */
  Optional<Finding.Place> call(String function) {
    Optional<Finding.Place> call =
        first("(?i)(?<![\\w$])" + Pattern.quote(function) + "(?=\"?\\s*\\()");
    return call.isPresent() ? call : word(function);
  }

  Optional<Finding.Place> operator(String name) {
    String sign = "[-+*/<>=~!@#%^&|`?]";
    return first("(?<!" + sign + ")" + Pattern.quote(name) + "(?!" + sign + ")");
  }

  private static String any(String... words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add(Pattern.quote(word));
    }
    return String.join("|", quoted);
  }

  private Optional<Finding.Place> first(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(code);
    return matcher.find() ? Optional.of(Finding.Place.of(sql, matcher.start())) : Optional.empty();
  }
}
