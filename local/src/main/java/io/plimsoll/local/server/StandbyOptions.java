package io.plimsoll.local.server;

import java.util.Map;
import java.util.Optional;

/**
 * How a standby follows its primary.
 *
 * @param name its {@code application_name}, for {@code synchronous_standby_names}: lower-case
 *     letters, digits and underscores
 * @param slot the physical replication slot on the primary that keeps its WAL; made when missing
 * @param failoverDatabase where to look for the primary's failover slots, which are copied and kept
 *     up to date (PostgreSQL 17); needs a slot
 * @param settings server settings on top of the primary's
 */
public record StandbyOptions(
    String name,
    Optional<String> slot,
    Optional<String> failoverDatabase,
    Map<String, String> settings) {
  public StandbyOptions {
    settings = Map.copyOf(settings);
    if (!name.matches("[a-z0-9_]{1,63}")) {
      throw new IllegalArgumentException(
          "a standby's name has lower-case letters, digits and underscores, was \"%s\""
              .formatted(name));
    }
    if (failoverDatabase.isPresent() && slot.isEmpty()) {
      throw new IllegalArgumentException("failover slots need a physical slot: call withSlot()");
    }
  }

  /** Streaming without a slot. */
  public static StandbyOptions of(String name) {
    return new StandbyOptions(name, Optional.empty(), Optional.empty(), Map.of());
  }

  /** With a physical slot of the standby's name: the primary keeps what the standby has not got. */
  public StandbyOptions withSlot() {
    return new StandbyOptions(name, Optional.of(name), failoverDatabase, settings);
  }

  /** With {@code sync_replication_slots}. */
  public StandbyOptions withFailoverSlots(String database) {
    return new StandbyOptions(name, slot, Optional.of(database), settings);
  }

  /** With further server settings. */
  public StandbyOptions withSettings(Map<String, String> more) {
    return new StandbyOptions(name, slot, failoverDatabase, more);
  }
}
