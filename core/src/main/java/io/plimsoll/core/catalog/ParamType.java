package io.plimsoll.core.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The types a parameter may have: PostgreSQL's names, with one canonical text for each value.
 * Reading is strict: what Postgres would accept in several spellings is accepted in one, or brought
 * to one.
 */
public enum ParamType {
  SMALLINT("a smallint") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      return integer(text, Short.MIN_VALUE, Short.MAX_VALUE)
          .map(n -> new Parsed.Valid(n.shortValue(), n.toString()));
    }
  },
  INT("an int") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      return integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
          .map(n -> new Parsed.Valid(n.intValue(), n.toString()));
    }
  },
  BIGINT("a bigint") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      return integer(text, Long.MIN_VALUE, Long.MAX_VALUE)
          .map(n -> new Parsed.Valid(n.longValue(), n.toString()));
    }
  },
  NUMERIC("a numeric without exponent") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      if (text.length() > MAX_NUMERIC || !DECIMAL.matcher(text).matches()) {
        return Optional.empty();
      }
      BigDecimal value = new BigDecimal(text).stripTrailingZeros();
      return Optional.of(new Parsed.Valid(value, value.toPlainString()));
    }
  },
  BOOLEAN("true or false") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      return text.equals("true") || text.equals("false")
          ? Optional.of(new Parsed.Valid(text.equals("true"), text))
          : Optional.empty();
    }
  },
  TEXT("a text without NUL and lone surrogates") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      boolean bad =
          text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
      return bad ? Optional.empty() : Optional.of(new Parsed.Valid(text, text));
    }
  },
  UUID("a uuid such as 123e4567-e89b-12d3-a456-426614174000") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      if (!HYPHENATED.matcher(text).matches()) {
        return Optional.empty();
      }
      UUID value = java.util.UUID.fromString(text);
      return Optional.of(new Parsed.Valid(value, value.toString()));
    }
  },
  DATE("a date such as 2026-01-31") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      if (!ISO_DATE.matcher(text).matches()) {
        return Optional.empty();
      }
      try {
        LocalDate value = LocalDate.parse(text);
        return value.getYear() == 0
            ? Optional.empty()
            : Optional.of(new Parsed.Valid(value, value.toString()));
      } catch (DateTimeException e) {
        return Optional.empty(); // the 30th of February
      }
    }
  },
  TIMESTAMPTZ("a timestamp with offset such as 2026-01-31T12:00:00Z") {
    @Override
    Optional<Parsed.Valid> read(String text) {
      if (text.length() > 40) {
        return Optional.empty();
      }
      try {
        OffsetDateTime value =
            OffsetDateTime.parse(text, TIMESTAMP)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MICROS);
        return value.getYear() < 1 || value.getYear() > 9999
            ? Optional.empty()
            : Optional.of(new Parsed.Valid(value, value.toInstant().toString()));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  };

  private static final int MAX_NUMERIC = 200;
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,40}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern HYPHENATED =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  // Postgres keeps microseconds: more digits would be rounded, and two texts mean one value.
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, true)
          .optionalEnd()
          .appendOffset("+HH:MM", "Z")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final String description;

  ParamType(String description) {
    this.description = description;
  }

  abstract Optional<Parsed.Valid> read(String text);

  /** With article, for messages: {@code a bigint}. */
  public String description() {
    return description;
  }

  /** The name in the catalog and in a cast: {@code bigint}. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a value; never throws for bad text. */
  public Parsed parse(String text) {
    Optional<Parsed.Valid> value = read(text);
    return value.isPresent() ? value.get() : new Parsed.Invalid(description, Parsed.quote(text));
  }

  /** Whether equal values always have equal text in Postgres too, so that a tag can hold them. */
  public boolean hasOneCanonicalForm() {
    return this != NUMERIC && this != TIMESTAMPTZ;
  }

  static Optional<ParamType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.sqlName().equals(name)).findFirst();
  }

  static String names() {
    return String.join(", ", Arrays.stream(values()).map(ParamType::sqlName).toList());
  }

  private static Optional<BigInteger> integer(String text, long min, long max) {
    if (!INTEGER.matcher(text).matches()) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(text);
    return value.compareTo(BigInteger.valueOf(min)) < 0
            || value.compareTo(BigInteger.valueOf(max)) > 0
        ? Optional.empty()
        : Optional.of(value);
  }
}
