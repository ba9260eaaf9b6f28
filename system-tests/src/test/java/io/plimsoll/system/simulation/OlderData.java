package io.plimsoll.system.simulation;

/** How a real Redis comes back with what it had at a moment before. */
interface OlderData {
  /** Of a sequence. */
  default void begin() {}

  /** What is there now is what will be there then. */
  void keep();

  /** The one that answers from now on. */
  RealRedis goBack();
}
