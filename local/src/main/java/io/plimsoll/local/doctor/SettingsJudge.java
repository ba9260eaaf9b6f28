package io.plimsoll.local.doctor;

import java.util.List;

/** Judges the server's version and settings. */
final class SettingsJudge {
  private static final int OLDEST = 150_000;
  private static final Rule VERSION =
      new Rule(
          "postgres-version",
          "PostgreSQL 15 or later",
          "publications, slots and privileges are used as they are since 15");
  private static final Rule PRIMARY =
      new Rule(
          "postgres-primary",
          "the primary",
          "only the primary takes writes, heartbeats and the setup");
  private static final Rule OPERATOR =
      new Rule(
          "postgres-operator",
          "a superuser",
          "only a superuser sees all sessions and settings, and can set up the origin");
  private static final Rule WAL_LEVEL =
      new Rule(
          "postgres-wal-level",
          "logical",
          "without it no change can be decoded, and nothing is cached");
  private static final Rule SLOTS =
      new Rule(
          "postgres-slots-free",
          "one free replication slot, or ours made",
          "the capture resumes from its slot");
  private static final Rule SENDERS =
      new Rule(
          "postgres-senders-free",
          "one free WAL sender",
          "the capture streams through one, and its successor waits for one");
  private static final Rule KEEP =
      new Rule(
          "postgres-wal-keep",
          "a limit that the disk can hold, some GB",
          "a slot that nobody reads keeps all WAL until the disk is full and Postgres stops; with a limit the slot is given up"
              + " instead, and the cache is emptied once");
  private static final Rule SYNCHRONOUS =
      new Rule(
          "postgres-synchronous-commit",
          "on",
          "with off a crash takes visible commits back, and reads with a token never use a standby");

  private SettingsJudge() {}

  static List<Finding> judge(SettingsFacts facts) {
    return List.of(
        version(facts),
        facts.standby()
            ? PRIMARY.fail("a standby", new Fix.Advice("give the address of the primary"))
            : PRIMARY.ok("the primary"),
        facts.superuser()
            ? OPERATOR.ok("a superuser")
            : OPERATOR.warn(
                "not a superuser: some answers below may be incomplete",
                new Fix.Advice("give the URL of a superuser such as postgres")),
        walLevel(facts),
        slots(facts),
        senders(facts),
        keep(facts),
        synchronousCommit(facts));
  }

  private static Finding version(SettingsFacts facts) {
    return facts.version() >= OLDEST
        ? VERSION.ok(facts.versionText())
        : VERSION.fail(facts.versionText(), new Fix.Advice("upgrade PostgreSQL: pg_upgrade"));
  }

  private static Finding walLevel(SettingsFacts facts) {
    return facts.walLevel().equals("logical")
        ? WAL_LEVEL.ok("logical")
        : WAL_LEVEL.fail(facts.walLevel(), restart("alter system set wal_level = logical"));
  }

  private static Finding slots(SettingsFacts facts) {
    String found = "%d of %d used".formatted(facts.slots(), facts.maxSlots());
    boolean enough = facts.ownSlot() || facts.slots() < facts.maxSlots();
    return enough
        ? SLOTS.ok(found)
        : SLOTS.fail(
            found,
            restart(
                "alter system set max_replication_slots = %d".formatted(facts.maxSlots() + 10)));
  }

  private static Finding senders(SettingsFacts facts) {
    String found = "%d of %d used".formatted(facts.senders(), facts.maxSenders());
    Fix more = restart("alter system set max_wal_senders = %d".formatted(facts.maxSenders() + 10));
    if (facts.maxSenders() == 0) {
      return SENDERS.fail(found, more);
    }
    return facts.senders() < facts.maxSenders() ? SENDERS.ok(found) : SENDERS.warn(found, more);
  }

  private static Finding keep(SettingsFacts facts) {
    if (facts.keepMegabytes() < 0) {
      return KEEP.warn(
          "no limit (max_slot_wal_keep_size = -1)",
          new Fix.Advice(
              "alter system set max_slot_wal_keep_size = '10GB'; select pg_reload_conf();"));
    }
    String found = "max_slot_wal_keep_size = " + Sizes.bytes(facts.keepMegabytes() * Sizes.MIB);
    return facts.keepMegabytes() >= 1024
        ? KEEP.ok(found)
        : KEEP.warn(
            found + ": a short absence of the worker already loses the slot",
            new Fix.Advice(
                "alter system set max_slot_wal_keep_size = '10GB'; select pg_reload_conf();"));
  }

  private static Finding synchronousCommit(SettingsFacts facts) {
    if (facts.synchronousCommit().equals("off")) {
      return SYNCHRONOUS.warn(
          "off",
          new Fix.Advice("alter system set synchronous_commit = on; select pg_reload_conf();"));
    }
    return facts.overrides().isEmpty()
        ? SYNCHRONOUS.ok(facts.synchronousCommit())
        : SYNCHRONOUS.warn(
            "off for " + String.join(", ", facts.overrides()),
            new Fix.Advice("alter role … reset synchronous_commit (or alter database …)"));
  }

  private static Fix restart(String sql) {
    return new Fix.Advice(sql + "; -- then restart PostgreSQL");
  }
}
