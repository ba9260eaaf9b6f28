package io.plimsoll.system.simulation;

/** Something that can be stopped for a while, or for good: a process or a thread of one. */
final class Actor {
  private final String name;
  private long pausedUntil;
  private boolean dead;

  Actor(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  long pausedUntil() {
    return pausedUntil;
  }

  void pauseUntil(long micros) {
    pausedUntil = Math.max(pausedUntil, micros);
  }

  boolean dead() {
    return dead;
  }

  void kill() {
    dead = true;
  }
}
