package io.plimsoll.core.catalog;

import java.util.Optional;

/** What a parameter holds: one value of a type, or an array of them without nulls. */
public record ValueType(ParamType element, boolean array) {
  private static final String ARRAY = "[]";

  /** The name in the catalog and in a cast: {@code bigint[]}. */
  public String sqlName() {
    return array ? element.sqlName() + ARRAY : element.sqlName();
  }

  /** With article, for messages. */
  public String description() {
    return array ? "a list, each element " + element.description() : element.description();
  }

  static Optional<ValueType> named(String name) {
    boolean array = name.endsWith(ARRAY);
    String element = array ? name.substring(0, name.length() - ARRAY.length()) : name;
    return ParamType.named(element).map(type -> new ValueType(type, array));
  }
}
