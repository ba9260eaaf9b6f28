package io.plimsoll.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the capture's slot and its copies. */
final class SlotJudge {
  private static final int FAILOVER_SINCE = 170_000;
  private static final Rule SLOT =
      new Rule(
          "postgres-slot",
          "a logical slot of pgoutput in this database, read by the worker",
          "the change stream goes on from it; without it the stream has a gap, and the cache is emptied");
  private static final Rule RETAINED =
      new Rule(
          "postgres-slot-retained",
          "less WAL kept than half of max_slot_wal_keep_size, or than 1 GiB without a limit",
          "beyond the limit Postgres gives the slot up; without one it fills the disk");
  private static final Rule FAILOVER =
      new Rule(
          "postgres-slot-failover",
          "failover = true on PostgreSQL 17 and later",
          "standbys keep a copy of the slot: without one a promotion loses changes for the change topics, and empties the cache");
  private static final Rule WAITED_FOR =
      new Rule(
          "postgres-standby-slots",
          "each standby's slot in synchronized_standby_slots",
          "else the stream may tell of commits that the standby never got, which are gone after its promotion");

  private SlotJudge() {}

  static List<Finding> judge(SlotFacts facts) {
    List<Finding> findings = new ArrayList<>();
    if (facts.slot().isEmpty()) {
      findings.add(
          SLOT.warn(
              "there is no slot %s yet".formatted(facts.name()),
              new Fix.Advice("start the worker: it makes the slot")));
    } else {
      SlotFacts.Slot slot = facts.slot().get();
      findings.add(state(facts, slot));
      if (slot.ours()) {
        findings.add(retained(facts, slot));
        slot.failover().ifPresent(failover -> findings.add(failover(facts, failover)));
      }
    }
    waitedFor(facts).ifPresent(findings::add);
    return findings;
  }

  private static Finding state(SlotFacts facts, SlotFacts.Slot slot) {
    Fix drop = new Fix.Advice("select pg_drop_replication_slot('%s');".formatted(facts.name()));
    if (!slot.ours()) {
      return SLOT.fail(
          "slot %s is %s".formatted(facts.name(), slot.what()),
          new Fix.Advice("choose another capture.slot, or drop it there: " + drop.text()));
    }
    if (slot.walStatus().equals("lost") || !slot.lost().isEmpty()) {
      return SLOT.fail(
          "given up by Postgres: " + (slot.lost().isEmpty() ? "wal_removed" : slot.lost()),
          new Fix.Advice(
              "start the worker: it makes the slot anew; then raise max_slot_wal_keep_size"));
    }
    String found =
        "%s, confirmed to %s, %s behind"
            .formatted(
                slot.active() ? "active" : "nobody reads it",
                slot.confirmed().isEmpty() ? "nowhere yet" : slot.confirmed(),
                Sizes.bytes(slot.behind()));
    return slot.active()
        ? SLOT.ok(found)
        : SLOT.warn(
            found, new Fix.Advice("start the worker; if there shall be none: " + drop.text()));
  }

  private static Finding retained(SlotFacts facts, SlotFacts.Slot slot) {
    boolean limited = facts.keepMegabytes() >= 0;
    long limit = limited ? facts.keepMegabytes() * Sizes.MIB : 10 * Sizes.GIB;
    long careful = limited ? limit / 2 : Sizes.GIB;
    String found =
        "%s kept, %s; limit %s"
            .formatted(
                Sizes.bytes(slot.retained()),
                slot.walStatus().isEmpty() ? "state unknown" : slot.walStatus(),
                limited ? Sizes.bytes(limit) : "none");
    Fix fix =
        new Fix.Advice(
            "start the worker or look at its /readyz; a transaction that is open for long keeps WAL too");
    if (slot.walStatus().equals("unreserved") || slot.retained() > limit) {
      return RETAINED.fail(found, fix);
    }
    return slot.retained() > careful ? RETAINED.warn(found, fix) : RETAINED.ok(found);
  }

  private static Finding failover(SlotFacts facts, boolean failover) {
    return failover
        ? FAILOVER.ok("failover = true")
        : FAILOVER.warn(
            "failover = false",
            new Fix.Advice(
                "restart the worker, which alters it; or on a replication connection: ALTER_REPLICATION_SLOT \"%s\" ( FAILOVER )"
                    .formatted(facts.name())));
  }

  private static Optional<Finding> waitedFor(SlotFacts facts) {
    if (facts.version() < FAILOVER_SINCE || facts.standbys() == 0) {
      return Optional.empty();
    }
    List<String> listed = SlotFacts.names(facts.waitedFor());
    List<String> missing =
        facts.standbyNames().stream().filter(name -> !listed.contains(name)).toList();
    String found =
        "%d standby%s, synchronized_standby_slots = '%s'"
            .formatted(facts.standbys(), facts.standbys() == 1 ? "" : "s", facts.waitedFor());
    if (missing.isEmpty() && !facts.standbyNames().isEmpty()) {
      return Optional.of(WAITED_FOR.ok(found));
    }
    String fix =
        facts.standbyNames().isEmpty()
            ? "give each standby a physical slot (primary_slot_name), then list it in synchronized_standby_slots"
            : "alter system set synchronized_standby_slots = '%s'; select pg_reload_conf(); -- only standbys that may be promoted: the stream waits for them"
                .formatted(String.join(", ", facts.standbyNames()));
    return Optional.of(WAITED_FOR.warn(found, new Fix.Advice(fix)));
  }
}
