package io.plimsoll.api.origin;

import java.util.List;

/**
 * A column of an answer.
 *
 * @param type {@code pg_type.typname}; an array's begins with {@code _}
 * @param labels what a value can be, in the type's order, where the type is an enum or an array of
 *     one; else empty
 */
public record ResultColumn(String name, String type, List<String> labels) {
  public ResultColumn {
    labels = List.copyOf(labels);
  }

  /** Of a type that is no enum. */
  public ResultColumn(String name, String type) {
    this(name, type, List.of());
  }
}
