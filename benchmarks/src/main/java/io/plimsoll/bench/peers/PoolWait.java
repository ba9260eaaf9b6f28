package io.plimsoll.bench.peers;

import io.plimsoll.bench.ServiceMetrics;

/**
 * How long the API's reads waited for a connection, by its own histograms: for a place in front of
 * the pool, and then for the pool itself. Since the service's start; the difference of two is what
 * came between them.
 *
 * @param acquired connections that were taken
 * @param late waits beyond {@link #LIMIT_MILLIS}, of either kind
 * @param busySeconds of all connections together
 */
record PoolWait(double acquired, double late, double busySeconds) {
  static final int LIMIT_MILLIS = 5;

  static final String READER = "pool=\"reader\"";
  private static final String WITHIN = "le=\"0.005\"";

  /** As one page of the API's metrics has it. */
  static PoolWait of(ServiceMetrics.Page api) {
    double acquired = api.total("hikaricp_connections_acquire_seconds_count", READER);
    return new PoolWait(
        acquired,
        acquired
            - api.total("hikaricp_connections_acquire_seconds_bucket", READER, WITHIN)
            + api.total("plimsoll_load_wait_seconds_count", READER)
            - api.total("plimsoll_load_wait_seconds_bucket", READER, WITHIN),
        api.total("hikaricp_connections_usage_seconds_sum", READER));
  }

  PoolWait since(PoolWait before) {
    return new PoolWait(
        acquired - before.acquired, late - before.late, busySeconds - before.busySeconds);
  }

  /** How long a connection was held, on average. */
  double heldSeconds() {
    return busySeconds / acquired;
  }

  double lateShare() {
    return late / acquired;
  }
}
