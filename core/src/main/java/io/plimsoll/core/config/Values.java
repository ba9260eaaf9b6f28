package io.plimsoll.core.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts to values of the types that a configuration record may have, and back. */
final class Values {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  private Values() {}

  /** What the text must be, such as {@code a duration such as 30s}. */
  static String expected(Type type) {
    Type plain = plain(type);
    if (plain instanceof ParameterizedType) {
      return "a list such as a,b";
    }
    Class<?> raw = (Class<?>) plain;
    if (raw == Duration.class) {
      return "a duration such as 30s";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return "a whole number";
    }
    if (raw.isEnum()) {
      return "one of " + String.join(", ", constants(raw));
    }
    return raw == Path.class ? "a path" : "a text";
  }

  static boolean isOptional(Type type) {
    return type instanceof ParameterizedType p && p.getRawType() == Optional.class;
  }

  /** The value; empty when the text is not one. An Optional's content, not the Optional. */
  static Optional<Object> read(Type type, String text) {
    Type plain = plain(type);
    if (plain instanceof ParameterizedType) {
      return Optional.of(
          Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
    }
    Class<?> raw = (Class<?>) plain;
    if (raw == String.class) {
      return Optional.of(text);
    }
    if (raw == Path.class) {
      return Optional.of(Path.of(text));
    }
    if (raw == Duration.class) {
      return Durations.parse(text).map(Object.class::cast);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return text.equals("true") || text.equals("false")
          ? Optional.of(text.equals("true"))
          : Optional.empty();
    }
    return raw.isEnum() ? constant(raw, text) : number(raw, text);
  }

  private static Optional<Object> number(Class<?> raw, String text) {
    if (!INTEGER.matcher(text).matches()) {
      return Optional.empty();
    }
    long value = Long.parseLong(text);
    if (raw == long.class || raw == Long.class) {
      return Optional.of(value);
    }
    if (raw != int.class && raw != Integer.class) {
      throw new IllegalStateException(raw + " is no type for configuration");
    }
    return value == (int) value ? Optional.of((int) value) : Optional.empty();
  }

  private static Optional<Object> constant(Class<?> raw, String text) {
    return Arrays.stream(raw.getEnumConstants())
        .filter(constant -> name(constant).equals(text))
        .map(Object.class::cast)
        .findFirst();
  }

  private static List<String> constants(Class<?> raw) {
    return Arrays.stream(raw.getEnumConstants()).map(Values::name).toList();
  }

  private static String name(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As a file or a flag would say it. */
  static String write(Object value) {
    return switch (value) {
      case Duration duration -> Durations.format(duration);
      case Optional<?> optional -> optional.map(Values::write).orElse("");
      case List<?> list -> String.join(",", list.stream().map(Values::write).toList());
      case Enum<?> constant -> name(constant);
      default -> value.toString();
    };
  }

  private static Type plain(Type type) {
    if (type instanceof ParameterizedType p && p.getRawType() == Optional.class) {
      return p.getActualTypeArguments()[0];
    }
    return type;
  }
}
