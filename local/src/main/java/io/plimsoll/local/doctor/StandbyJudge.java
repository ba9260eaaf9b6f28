package io.plimsoll.local.doctor;

import java.util.ArrayList;
import java.util.List;

/** Judges a standby that the API reads from, or that may be promoted. */
final class StandbyJudge {
  private static final int FAILOVER_SINCE = 170_000;
  private static final Rule STREAMS =
      new Rule(
          "postgres-standby",
          "a standby that streams from the primary",
          "the API reads only from a standby whose history it knows");
  private static final Rule SYNC =
      new Rule(
          "postgres-standby-failover",
          "sync_replication_slots, hot_standby_feedback and primary_slot_name set, on PostgreSQL 17 and later",
          "then the standby keeps a copy of the slot, and the stream goes on after its promotion");

  private StandbyJudge() {}

  static List<Finding> judge(StandbyFacts facts) {
    if (!facts.standby()) {
      return List.of(
          STREAMS.fail(
              facts.address() + " is no standby",
              new Fix.Advice("take it out of postgres.standbys; was it promoted?")));
    }
    Finding streams =
        facts.streams()
            ? STREAMS.ok(facts.address() + " streams")
            : STREAMS.warn(
                facts.address() + " does not stream",
                new Fix.Advice("look at its log; check primary_conninfo"));
    return facts.version() < FAILOVER_SINCE ? List.of(streams) : List.of(streams, sync(facts));
  }

  private static Finding sync(StandbyFacts facts) {
    List<String> missing = new ArrayList<>();
    if (!facts.syncsSlots()) {
      missing.add("alter system set sync_replication_slots = on;");
    }
    if (!facts.feedback()) {
      missing.add("alter system set hot_standby_feedback = on;");
    }
    if (facts.primarySlot().isEmpty()) {
      missing.add("alter system set primary_slot_name = '…';");
    }
    if (missing.isEmpty()) {
      return SYNC.ok(facts.address() + " copies failover slots");
    }
    return SYNC.warn(
        facts.address() + " does not copy failover slots",
        new Fix.Advice(
            "on the standby: %s select pg_reload_conf(); -- primary_conninfo needs a dbname too"
                .formatted(String.join(" ", missing))));
  }
}
