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

  /** An operator, by its oid. */
  Operator operator(long opno);

  /** Whether the database keeps texts in UTF-8. */
  boolean isUtf8();

  /**
   * A type.
   *
   * @param name {@code pg_type.typname}
   * @param kind {@code pg_type.typtype}
   * @param builtIn in {@code pg_catalog}
   * @param input its input function: what a text is brought to the type with
   * @param element type of the elements of an array; 0 when it is none
   */
  record Type(String name, char kind, boolean builtIn, long input, long element) {}

  /**
   * An operator.
   *
   * @param left type of the operand before it, as SQL writes it; {@code -} when there is none
   * @param right type of the operand behind it
   * @param function that runs it
   */
  record Operator(String name, String left, String right, long function) {}

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
