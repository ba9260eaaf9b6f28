package io.plimsoll.core.analysis;

import java.util.Optional;

/** What the analysis asks of the database's catalogs. */
interface Schema {
  /** A table, view or the like by its oid. */
  Relation relation(long oid);

  /** The tree of a view's query, text. */
  String view(long oid);

  /** Whether {@code opno} is the equality of a type whose values have one text each. */
  boolean isPlainEquality(long opno);

  /** Whether equal values under this collation are the same text; 0 is no collation. */
  boolean isDeterministic(long collation);

  /** A type. */
  Type type(long oid);

  /** The label of an enum's value. */
  Optional<String> label(long enumValue);

  /** A function, by what the tree names. */
  Routine routine(long oid);

  /** The function that runs an operator, for trees that do not name it. */
  long operatorFunction(long opno);

  /**
   * A type.
   *
   * @param name {@code pg_type.typname}
   * @param kind {@code pg_type.typtype}
   * @param builtIn in {@code pg_catalog}
   * @param input its input function: what a text is brought to the type with
   */
  record Type(String name, char kind, boolean builtIn, long input) {}

  /**
   * A function.
   *
   * @param name with schema, when it is not built in
   * @param volatility {@code pg_proc.provolatile}
   * @param builtIn in {@code pg_catalog}
   * @param compiled written in C or internal, in an extension or built in: its body is nothing that
   *     a user wrote in the database
   */
  record Routine(String name, char volatility, boolean builtIn, boolean compiled) {}
}
