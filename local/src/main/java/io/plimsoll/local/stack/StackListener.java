package io.plimsoll.local.stack;

import java.time.Duration;

/** Told what the stack does, from several threads at once. The default says nothing. */
public interface StackListener {
  /** Says nothing. */
  StackListener SILENT = new StackListener() {};

  /**
   * A part is ready to be used.
   *
   * @param part what people call it
   * @param took from the call of {@link Stack#start}
   */
  default void ready(String part, Duration took) {}

  /** Something the user should know, such as a replica identity that was changed. */
  default void notice(String message) {}

  /** A part has ended as it was told to. */
  default void stopped(String part) {}
}
