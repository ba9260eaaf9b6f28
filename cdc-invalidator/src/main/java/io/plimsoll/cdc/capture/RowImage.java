package io.plimsoll.cdc.capture;

/** A row before or after a change. */
@FunctionalInterface
interface RowImage {
  /** {@link Cell#OPAQUE} when there is no such column. */
  Cell cell(String column);
}
