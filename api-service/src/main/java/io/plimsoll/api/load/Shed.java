package io.plimsoll.api.load;

/** Why a read was turned away instead of being sent to Postgres; the label of a metric. */
public enum Shed {
  /** As many as may wait do so already. */
  QUEUE_FULL("queue-full"),
  /** By how long the last ones took, its turn would come too late. */
  EXPECTED_WAIT("expected-wait"),
  /** Its turn did not come in time. */
  TIMED_OUT("timed-out");

  private final String label;

  Shed(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
