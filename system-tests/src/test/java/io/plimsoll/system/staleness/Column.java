package io.plimsoll.system.staleness;

/** What is counted; a column of the table. */
enum Column {
  JUDGED("judged"),
  HITS("hits"),
  REFUSED("refused"),
  BYPASSED("bypassed"),
  /** Answers of the primary. */
  PRIMARY("primary"),
  /** Answers of standbys. */
  STANDBY("standby"),
  /** Answers with a token that could be judged. */
  TOKENS("tokens"),
  /** Those of them that came from standbys. */
  STANDBY_TOKENS("of standby"),
  EPOCHS("epochs"),
  VIOLATIONS("violations"),
  LOST("lost"),
  WORST_MILLIS("worst ms"),
  UNANSWERED("unanswered"),
  SECONDS("s");

  private final String head;

  Column(String head) {
    this.head = head;
  }

  String head() {
    return head;
  }

  int width() {
    return Math.max(head.length(), 6) + 1;
  }

  /** Of two scenarios together. */
  long plus(long one, long other) {
    return this == WORST_MILLIS ? Math.max(one, other) : one + other;
  }
}
