package io.plimsoll.cdc.capture;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text of column values such that equal values have equal text. Only types where that is so: {@code
 * smallint}, {@code int} and {@code bigint} in decimal, {@code boolean} as {@code true} or {@code
 * false}, {@code text} and {@code varchar} as they are, {@code uuid} in lower case, {@code date} as
 * {@code 2026-01-31} within the years 1 to 9999; an enum is its label ({@link StructImage}). All
 * others are {@link Cell.Opaque}.
 */
final class CanonicalText {
  /** What Debezium puts in the place of an unchanged value that Postgres did not send. */
  static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  private CanonicalText() {}

  /**
   * The cell of a value.
   *
   * @param type the column's type as Postgres names it
   * @param value as Debezium gives it
   */
  static Cell of(String type, @Nullable Object value) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "int2", "int4", "int8", "smallserial", "serial", "bigserial" -> integer(value);
      case "bool" -> bool(value);
      case "text", "varchar" -> text(value);
      case "uuid" -> uuid(value);
      case "date" -> date(value);
      default -> Cell.OPAQUE;
    };
  }

  private static Cell integer(@Nullable Object value) {
    return switch (value) {
      case null -> Cell.NULL;
      case Short s -> new Cell.Text(s.toString());
      case Integer i -> new Cell.Text(i.toString());
      case Long l -> new Cell.Text(l.toString());
      default -> Cell.OPAQUE;
    };
  }

  private static Cell bool(@Nullable Object value) {
    return switch (value) {
      case null -> Cell.NULL;
      case Boolean b -> new Cell.Text(b.toString());
      default -> Cell.OPAQUE;
    };
  }

  private static Cell text(@Nullable Object value) {
    return switch (value) {
      case null -> Cell.NULL;
      case String s when !s.equals(UNAVAILABLE) -> new Cell.Text(s);
      default -> Cell.OPAQUE;
    };
  }

  private static Cell uuid(@Nullable Object value) {
    return text(value) instanceof Cell.Text(String s)
        ? new Cell.Text(s.toLowerCase(Locale.ROOT))
        : text(value);
  }

  private static Cell date(@Nullable Object value) {
    return switch (value) {
      case null -> Cell.NULL;
      case Integer day when day >= FIRST_DAY && day <= LAST_DAY ->
          new Cell.Text(LocalDate.EPOCH.plus(day, ChronoUnit.DAYS).toString());
      default -> Cell.OPAQUE;
    };
  }
}
