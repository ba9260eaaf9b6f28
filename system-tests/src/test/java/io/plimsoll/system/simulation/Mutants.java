package io.plimsoll.system.simulation;

import java.util.List;

/** All mutants: for each rule of the protocol the product without it. */
@SuppressWarnings("UnnecessaryLambda") // bodies, used as values many times
final class Mutants {
  private static final String FRESHNESS = "io.plimsoll.core.freshness.";
  private static final String CACHE = "io.plimsoll.core.cache.";
  private static final String STREAM = "io.plimsoll.core.stream.";
  private static final String READ = "io.plimsoll.api.read.";
  private static final String HERE = "io.plimsoll.system.simulation.";

  private Mutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            "sees-everything",
            "a read must see every mark of its tags",
            FRESHNESS + "Stamp$Primary",
            "sees",
            Bodies.YES),
        Mutant.of(
            "sees-running",
            "what was running is not seen",
            FRESHNESS + "Stamp$Primary",
            "sees",
            Bodies::seesBelowXmax),
        Mutant.of(
            "position-sees-everything",
            "a standby's read sees what was replayed before it",
            FRESHNESS + "Stamp$UpTo",
            "sees",
            Bodies.YES),
        Mutant.of(
            "clears-is-sees",
            "the floor and folded marks want xmin beyond them",
            FRESHNESS + "Stamp$Primary",
            "clears",
            Bodies::clearsBySees),
        Mutant.of(
            "position-clears-everything",
            "a standby's read must have replayed the floor",
            FRESHNESS + "Stamp$UpTo",
            "clears",
            Bodies.YES),
        Mutant.of(
            "stripe-keeps-last",
            "marks are a set, not the last",
            CACHE + "Stripes$Stripe",
            "add",
            code -> Bodies.keep(code, "keepLast")),
        Mutant.of(
            "stripe-keeps-greatest",
            "marks are a set, not the greatest id",
            CACHE + "Stripes$Stripe",
            "add",
            code -> Bodies.keep(code, "keepGreatest")),
        Mutant.of(
            "fold-forgets",
            "older marks are folded, not dropped",
            CACHE + "Stripes$Stripe",
            "fold",
            Bodies.NOTHING),
        Mutant.of(
            "fill-unchecked",
            "a fill is checked against the marks",
            CACHE + "Stripes",
            "seenBy",
            Bodies.YES),
        Mutant.of(
            "newest-unread",
            "only who clears the newest mark need not look at the others",
            CACHE + "Rules",
            "clearsAll",
            Bodies.YES),
        Mutant.of(
            "fill-of-any-incarnation",
            "before the read, in it and now: one incarnation",
            CACHE + "Rules",
            "sameIncarnation",
            Bodies.YES),
        Mutant.of(
            "fill-below-floor",
            "what was read before a gap is not stored",
            CACHE + "Rules",
            "clearsFloor",
            Bodies.YES),
        Mutant.of(
            "fill-of-any-shapes",
            "tags are told as the entry names them",
            CACHE + "Rules",
            "sameShapes",
            Bodies.YES),
        Mutant.of(
            "fill-of-shapes-not-agreed",
            "only a set that has the entry's shapes is agreed",
            READ + "ShapesInForce",
            "agreed",
            code -> code.aload(1).areturn()),
        Mutant.of(
            "floor-absent",
            "after a gap nothing is stored until two heartbeats",
            CACHE + "Floor",
            "<clinit>",
            Bodies::noFloor),
        Mutant.of(
            "floor-of-first-beat",
            "the second heartbeat after a gap is the floor",
            STREAM + "FloorWait",
            "<init>",
            Bodies::firstBeat),
        Mutant.of(
            "batch-anywhere",
            "a batch continues where the cache stands",
            CACHE + "Rules",
            "continues",
            Bodies.YES),
        Mutant.of(
            "rewind-without-epoch",
            "a cache that stood elsewhere gets a new epoch",
            STREAM + "Session",
            "rewind",
            Bodies::rewind),
        Mutant.of(
            "chain-unchecked",
            "each record names the one before",
            STREAM + "Continuity",
            "follows",
            Bodies.YES),
        Mutant.of(
            "stream-of-any-incarnation",
            "records of another incarnation end the epoch",
            STREAM + "Continuity",
            "sameIncarnation",
            Bodies.YES),
        Mutant.of(
            "stream-of-any-shapes",
            "records with other shapes end the epoch",
            STREAM + "Continuity",
            "sameShapes",
            Bodies.YES),
        Mutant.of(
            "log-rewritten-unseen",
            "what was applied and what follows join",
            STREAM + "Continuity",
            "agrees",
            Bodies.YES),
        Mutant.of(
            "only-keyed-tags",
            "a changed row ends any-row and whole-table tags too",
            STREAM + "PendingBatch",
            "tags",
            Bodies::keyedTags),
        Mutant.of(
            "watermark-ageless",
            "a hit's watermark is not older than the bound",
            CACHE + "WatermarkGuard",
            "age",
            Bodies::ageless),
        Mutant.of(
            "watermark-by-clock-alone",
            "an unmoved watermark ages by the reader's own clock",
            CACHE + "WatermarkGuard",
            "age",
            Bodies::byClock),
        Mutant.of(
            "trust-of-any-history",
            "what one guard has found out holds in one incarnation, from there on",
            CACHE + "ServerClock",
            "trusts",
            Bodies.YES),
        Mutant.of(
            "set-back-unseen",
            "a clock that was set back makes old moments older",
            CACHE + "ServerClock$Sample",
            "ageMicros",
            Bodies::ageNow),
        Mutant.of(
            "applied-too-far",
            "an admission tells what was applied, no more",
            CACHE + "Admission",
            "of",
            Bodies::appliedAll),
        Mutant.of(
            "tags-live-for-ever-l1",
            "a change ends its tags in L1",
            CACHE + "memory.TagLife",
            "alive",
            Bodies.YES),
        Mutant.of(
            "tags-live-for-ever-redis",
            "an entry's tags are of its generation",
            CACHE + "redis.LookupDecision",
            "current",
            Bodies.YES),
        Mutant.of(
            "captured-forgotten",
            "an entry has the tags that follow from its answer",
            READ + "ReadRequest",
            "captured",
            Bodies::noTags),
        Mutant.of(
            "captured-forgotten-nearer",
            "a copy in a nearer tier has them too",
            READ + "Tiers",
            "captured",
            Bodies::noTags),
        Mutant.of(
            "captured-unchecked",
            "a read must see the marks of captured tags",
            CACHE + "Rules",
            "seesMarks",
            Bodies::seesByKey),
        Mutant.of(
            "captured-unread",
            "Redis is asked for the captured tags' generations",
            CACHE + "redis.LookupDecision",
            "lookAgain",
            Bodies::askedNoMore),
        Mutant.of(
            "token-unread",
            "an entry shows the token's write",
            CACHE + "Rules",
            "shows",
            Bodies.YES),
        Mutant.of(
            "token-of-any-incarnation",
            "a token is of the cache's incarnation",
            CACHE + "Rules",
            "shows",
            Bodies::showsAny),
        Mutant.of(
            "nearer-proves-everything",
            "an entry from Redis is proven up to Redis's position",
            READ + "Tiers",
            "survived",
            Bodies::survivedAll),
        Mutant.of(
            "flight-suits-all",
            "a shared answer is young enough and shows the token",
            READ + "Flown",
            "suits",
            Bodies.YES),
        Mutant.of(
            "flight-shows-all",
            "a shared read must see the token's write",
            READ + "Flown$Loaded",
            "shows",
            Bodies.YES),
        Mutant.of(
            "found-shows-all",
            "a shared hit must show the token's write",
            READ + "Flown$Found",
            "shows",
            Bodies.YES),
        Mutant.of(
            "token-failure-shared",
            "a failure about a token is its request's alone",
            READ + "ReadThrough",
            "isAboutToken",
            Bodies.NO),
        Mutant.of(
            "stale-does-not-age",
            "a stale answer is as old as when it is given",
            READ + "ReadThrough",
            "since",
            Bodies::zero),
        rule("beatsWaitForEachOther", "beat() takes its lock first"),
        rule("beatTimeIsReadBefore", "t0 is from before the heartbeat's commit"),
        rule("replayIsReadBefore", "a standby's position is read before its snapshot"),
        rule(
            "standbysStampByPosition",
            "a standby's snapshot knows nothing of running transactions"),
        rule("crashEndsTheIncarnation", "a crash ends the incarnation"),
        rule("snapshotIsTheReads", "snapshot and data are of one statement"),
        rule("marksAreCommitEnds", "marks carry the end of the commit"),
        rule("captureChecksTheSlot", "the slot continues where the topic ends"),
        rule("clockCountsFromTheQuestion", "a sample of the clock counts from the question"));
  }

  private static Mutant rule(String method, String rule) {
    StringBuilder name = new StringBuilder("not-");
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      name.append(Character.isUpperCase(c) ? "-" : "").append(Character.toLowerCase(c));
    }
    return new Mutant(name.toString(), rule, HERE + "Rule", method, "", Bodies.NO);
  }
}
