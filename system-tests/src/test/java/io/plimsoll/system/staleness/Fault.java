package io.plimsoll.system.staleness;

/**
 * Something that goes wrong, and is healed at the end of {@link Strike#on}.
 *
 * @param name for people
 */
record Fault(String name, Strike strike) {
  /** Injects, holds, heals. */
  interface Strike {
    void on(Stage stage) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
