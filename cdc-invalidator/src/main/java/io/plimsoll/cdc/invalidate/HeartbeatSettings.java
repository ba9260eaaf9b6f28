package io.plimsoll.cdc.invalidate;

import java.time.Duration;

/**
 * What the heartbeat needs to know.
 *
 * @param postgresUrl {@code jdbc:postgresql://host:port/database}, of the primary
 * @param interval from the begin of one beat to the begin of the next
 */
public record HeartbeatSettings(
    String postgresUrl, String user, String password, Duration interval) {
  /** Without the password. */
  @Override
  public String toString() {
    return "HeartbeatSettings[%s user=%s interval=%s]".formatted(postgresUrl, user, interval);
  }
}
