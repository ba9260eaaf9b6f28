package io.plimsoll.core.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A declared parameter.
 *
 * @param in where its text comes from
 * @param required whether it must be given; when not, {@code fallback} is its value, and an empty
 *     {@code fallback} is null
 * @param fallback the default, as text that {@link #parse(String)} takes
 * @param min lowest value (numbers, date, timestamptz), or fewest characters (text) or elements
 *     (arrays)
 * @param max highest value, or most characters or elements; without one, text in a path or query
 *     string has {@value #MAX_TEXT_IN_URL} and an array {@value #MAX_ELEMENTS}
 */
public record Param(
    String name,
    ValueType type,
    In in,
    boolean required,
    Optional<String> fallback,
    Optional<String> min,
    Optional<String> max) {
  public static final int MAX_TEXT_IN_URL = 1_000;
  public static final int MAX_ELEMENTS = 100;

  /** The parameter that is the tenant of the caller's API key. */
  public static final String TENANT = "tenant";

  /** Part of the request a parameter is read from. */
  public enum In {
    PATH,
    QUERY,
    BODY,
    /** The caller's API key, never the request: only {@value #TENANT}. */
    KEY
  }

  /** Whether its value can be null. */
  public boolean nullable() {
    return !required && fallback.isEmpty();
  }

  /**
   * Reads a given value, with its type and its limits; never throws for bad text.
   *
   * @param text of an array: its elements with commas between them, where {@code \,} is a comma and
   *     {@code \\} a backslash; empty for the array without elements, so that no element is empty
   */
  public Parsed parse(String text) {
    if (!type.array()) {
      Optional<Parsed.Valid> valid = one(text);
      return valid.isPresent() ? valid.get() : new Parsed.Invalid(expected(), Parsed.quote(text));
    }
    List<String> plain = new ArrayList<>();
    for (String element : ListText.split(text)) {
      Optional<String> unescaped = ListText.plain(element);
      if (unescaped.isEmpty()) {
        return invalid(ListText.ESCAPES, plain.size() + 1, element);
      }
      plain.add(unescaped.get());
    }
    boolean filled = type.element() == ParamType.TEXT;
    return elements(plain, element(filled ? Optional.of("1") : Optional.empty()));
  }

  /** Reads the elements of an array, each as the text of one value. */
  public Parsed parse(List<String> elements) {
    return elements(elements, element(Optional.empty()));
  }

  /** Whether limits count characters or elements, and do not compare values. */
  boolean hasSize() {
    return type.array() || type.element() == ParamType.TEXT;
  }

  private Parsed elements(List<String> texts, Param element) {
    if (!withinSize(texts.size())) {
      return new Parsed.Invalid(expected(), texts.size() + " elements");
    }
    List<Parsed.Valid> read = new ArrayList<>(texts.size());
    for (String text : texts) {
      Optional<Parsed.Valid> valid = element.one(text);
      if (valid.isEmpty()) {
        return invalid(element.expected(), read.size() + 1, text);
      }
      read.add(valid.get());
    }
    return new Parsed.Elements(type.element(), read);
  }

  /** What an element is read as. */
  private Param element(Optional<String> fewestCharacters) {
    return new Param(
        name,
        new ValueType(type.element(), false),
        in,
        true,
        Optional.empty(),
        fewestCharacters,
        Optional.empty());
  }

  private static Parsed.Invalid invalid(String expected, int position, String actual) {
    return new Parsed.Invalid(expected + " as element " + position, Parsed.quote(actual));
  }

  private Optional<Parsed.Valid> one(String text) {
    return type.element().read(text).filter(this::withinLimits);
  }

  private boolean withinLimits(Parsed.Valid valid) {
    if (hasSize()) {
      return withinSize(valid.canonical().codePointCount(0, valid.canonical().length()));
    }
    return min.map(m -> compare(valid, m) >= 0).orElse(true)
        && max.map(m -> compare(valid, m) <= 0).orElse(true);
  }

  private boolean withinSize(int size) {
    return min.map(m -> size >= Integer.parseInt(m)).orElse(true) && size <= maxSize();
  }

  private int compare(Parsed.Valid valid, String limit) {
    Object bound = type.element().read(limit).orElseThrow().value();
    return switch (valid.value()) {
      case Number number -> new BigDecimal(number.toString()).compareTo(new BigDecimal(limit));
      case LocalDate date -> date.compareTo((LocalDate) bound);
      case OffsetDateTime time -> time.compareTo((OffsetDateTime) bound);
      default -> throw new IllegalStateException(type + " has no limits, and the parser says so");
    };
  }

  int maxSize() {
    int unlimited = in == In.BODY ? Integer.MAX_VALUE : MAX_TEXT_IN_URL;
    return max.map(Integer::parseInt).orElse(type.array() ? MAX_ELEMENTS : unlimited);
  }

  private String expected() {
    String what = type.array() ? "a list" : type.description();
    String unit = type.array() ? " elements" : hasSize() ? " characters" : "";
    boolean sized = hasSize() && maxSize() < Integer.MAX_VALUE;
    Optional<String> upper = sized ? Optional.of("" + maxSize()) : max;
    String limits;
    if (min.isPresent() && upper.isPresent()) {
      limits = " of " + min.get() + " to " + upper.get() + unit;
    } else if (min.isPresent()) {
      limits = " of at least " + min.get() + unit;
    } else {
      limits = upper.map(m -> " of at most " + m + unit).orElse("");
    }
    return what + limits;
  }
}
