package io.plimsoll.cdc.capture;

/** The value of one column of a row, as far as a tag can be made of it. */
sealed interface Cell {
  Cell NULL = new Null();
  Cell OPAQUE = new Opaque();

  /** A value in its one canonical text. */
  record Text(String value) implements Cell {}

  /** SQL NULL: equal to nothing, so no entry depends on it by a keyed tag. */
  record Null() implements Cell {}

  /** Not sent, or of a type in which equal values may have different texts. */
  record Opaque() implements Cell {}
}
