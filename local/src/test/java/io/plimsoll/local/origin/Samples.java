package io.plimsoll.local.origin;

import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * Values for the parameters of an example: {@code name}, or {@code statement.name} for one
 * statement.
 */
record Samples(Properties values) {
  static Samples of(String example) throws IOException {
    String resource = "/samples/" + example + ".properties";
    try (InputStream in =
        Objects.requireNonNull(Samples.class.getResourceAsStream(resource), resource)) {
      Properties values = new Properties();
      values.load(in);
      return new Samples(values);
    }
  }

  /** What must be given; the others have their defaults. */
  Map<String, Optional<String>> required(String statement, List<Param> params) {
    Map<String, Optional<String>> chosen = new HashMap<>();
    for (Param param : params) {
      chosen.put(
          param.name(),
          param.required()
              ? Optional.of(canonical(param, given(statement, param)))
              : param.fallback());
    }
    return chosen;
  }

  /** The same, and what may be given where the statement has a sample of its own for it. */
  Map<String, Optional<String>> all(String statement, List<Param> params) {
    Map<String, Optional<String>> chosen = required(statement, params);
    for (Param param : params) {
      Optional.ofNullable(values.getProperty(statement + "." + param.name()))
          .ifPresent(text -> chosen.put(param.name(), Optional.of(canonical(param, text))));
    }
    return chosen;
  }

  private String given(String statement, Param param) {
    String common = values.getProperty(param.name());
    return Objects.requireNonNull(
        values.getProperty(statement + "." + param.name(), common),
        "no sample for %s.%s".formatted(statement, param.name()));
  }

  private static String canonical(Param param, String text) {
    return switch (param.parse(text)) {
      case Parsed.Valid valid -> valid.canonical();
      case Parsed.Invalid invalid ->
          throw new IllegalArgumentException(param.name() + " " + invalid.message());
    };
  }
}
