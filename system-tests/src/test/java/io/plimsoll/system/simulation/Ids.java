package io.plimsoll.system.simulation;

/** Ids that are random in production and only have to differ. */
final class Ids {
  private long epochs;
  private long versions;
  private long topics;

  String epoch() {
    return "e" + ++epochs;
  }

  long version() {
    return ++versions;
  }

  String topic() {
    return "topic" + ++topics;
  }
}
