package io.plimsoll.core.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A declared parameter.
 *
 * @param in where its text comes from
 * @param required whether it must be given; when not, {@code fallback} is its value, and an empty
 *     {@code fallback} is null
 * @param fallback canonical text of the default
 * @param min lowest value (numbers, date, timestamptz) or fewest characters (text)
 * @param max highest value or most characters; text in a path or query string without one: {@value
 *     #MAX_TEXT_IN_URL}
 */
public record Param(
    String name,
    ParamType type,
    In in,
    boolean required,
    Optional<String> fallback,
    Optional<String> min,
    Optional<String> max) {
  public static final int MAX_TEXT_IN_URL = 1_000;

  /** Part of the request a parameter is read from. */
  public enum In {
    PATH,
    QUERY,
    BODY
  }

  /** Whether its value can be null. */
  public boolean nullable() {
    return !required && fallback.isEmpty();
  }

  /** Reads a given value, with its type and its limits; never throws for bad text. */
  public Parsed parse(String text) {
    Optional<Parsed.Valid> valid = type.read(text).filter(this::withinLimits);
    return valid.isPresent() ? valid.get() : new Parsed.Invalid(expected(), Parsed.quote(text));
  }

  private boolean withinLimits(Parsed.Valid valid) {
    if (type == ParamType.TEXT) {
      int length = valid.canonical().codePointCount(0, valid.canonical().length());
      return min.map(m -> length >= Integer.parseInt(m)).orElse(true) && length <= maxLength();
    }
    return min.map(m -> compare(valid, m) >= 0).orElse(true)
        && max.map(m -> compare(valid, m) <= 0).orElse(true);
  }

  private int compare(Parsed.Valid valid, String limit) {
    Object bound = type.read(limit).orElseThrow().value();
    return switch (valid.value()) {
      case Number number -> new BigDecimal(number.toString()).compareTo(new BigDecimal(limit));
      case LocalDate date -> date.compareTo((LocalDate) bound);
      case OffsetDateTime time -> time.compareTo((OffsetDateTime) bound);
      default -> throw new IllegalStateException(type + " has no limits, and the parser says so");
    };
  }

  private int maxLength() {
    return max.map(Integer::parseInt).orElse(in == In.BODY ? Integer.MAX_VALUE : MAX_TEXT_IN_URL);
  }

  private String expected() {
    String unit = type == ParamType.TEXT ? " characters" : "";
    Optional<String> upper =
        type == ParamType.TEXT && in != In.BODY ? Optional.of("" + maxLength()) : max;
    String limits;
    if (min.isPresent() && upper.isPresent()) {
      limits = " of " + min.get() + " to " + upper.get() + unit;
    } else if (min.isPresent()) {
      limits = " of at least " + min.get() + unit;
    } else {
      limits = upper.map(m -> " of at most " + m + unit).orElse("");
    }
    return type.description() + limits;
  }
}
