package io.plimsoll.system.simulation;

import java.lang.classfile.CodeBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** All mutants: for each rule of the protocol the product without it. */
@SuppressWarnings("UnnecessaryLambda") // bodies, used as values many times
final class Mutants {
  private static final String FRESHNESS = "io.plimsoll.core.freshness.";
  private static final String CACHE = "io.plimsoll.core.cache.";
  private static final String STREAM = "io.plimsoll.core.stream.";
  private static final String READ = "io.plimsoll.api.read.";
  private static final String CAPTURE = "io.plimsoll.cdc.capture.";
  private static final String HERE = "io.plimsoll.system.simulation.";

  private Mutants() {}

  static List<Mutant> all() {
    return List.of(
        m(
            "sees-everything",
            "a read must see every mark of its tags",
            FRESHNESS + "Stamp$Primary",
            "sees",
            Bodies.YES),
        m(
            "sees-running",
            "what was running is not seen",
            FRESHNESS + "Stamp$Primary",
            "sees",
            Bodies::seesBelowXmax),
        m(
            "position-sees-everything",
            "a standby's read sees what was replayed before it",
            FRESHNESS + "Stamp$UpTo",
            "sees",
            Bodies.YES),
        m(
            "clears-is-sees",
            "the floor and folded marks want xmin beyond them",
            FRESHNESS + "Stamp$Primary",
            "clears",
            Bodies::clearsBySees),
        m(
            "position-clears-everything",
            "a standby's read must have replayed the floor",
            FRESHNESS + "Stamp$UpTo",
            "clears",
            Bodies.YES),
        m(
            "stripe-keeps-last",
            "marks are a set, not the last",
            CACHE + "Stripes$Stripe",
            "add",
            code -> Bodies.keep(code, "keepLast")),
        m(
            "stripe-keeps-greatest",
            "marks are a set, not the greatest id",
            CACHE + "Stripes$Stripe",
            "add",
            code -> Bodies.keep(code, "keepGreatest")),
        m(
            "fold-forgets",
            "older marks are folded, not dropped",
            CACHE + "Stripes$Stripe",
            "fold",
            Bodies.NOTHING),
        m(
            "fill-unchecked",
            "a fill is checked against the marks",
            CACHE + "Stripes",
            "seenBy",
            Bodies.YES),
        m(
            "fill-of-any-incarnation",
            "before the read, in it and now: one incarnation",
            CACHE + "Rules",
            "sameIncarnation",
            Bodies.YES),
        m(
            "fill-below-floor",
            "what was read before a gap is not stored",
            CACHE + "Rules",
            "clearsFloor",
            Bodies.YES),
        m(
            "fill-of-any-shapes",
            "tags are told as the entry names them",
            CACHE + "Rules",
            "sameShapes",
            Bodies.YES),
        m(
            "floor-absent",
            "after a gap nothing is stored until two heartbeats",
            CACHE + "Floor",
            "<clinit>",
            Bodies::noFloor),
        m(
            "floor-of-first-beat",
            "the second heartbeat after a gap is the floor",
            STREAM + "FloorWait",
            "<init>",
            Bodies::firstBeat),
        m(
            "batch-anywhere",
            "a batch continues where the cache stands",
            CACHE + "Rules",
            "continues",
            Bodies.YES),
        m(
            "rewind-without-epoch",
            "a cache that stood elsewhere gets a new epoch",
            STREAM + "Session",
            "rewind",
            Bodies::rewind),
        m(
            "chain-unchecked",
            "each record names the one before",
            STREAM + "Continuity",
            "follows",
            Bodies.YES),
        m(
            "stream-of-any-incarnation",
            "records of another incarnation end the epoch",
            STREAM + "Continuity",
            "sameIncarnation",
            Bodies.YES),
        m(
            "stream-of-any-shapes",
            "records with other shapes end the epoch",
            STREAM + "Continuity",
            "sameShapes",
            Bodies.YES),
        m(
            "log-rewritten-unseen",
            "what was applied and what follows join",
            STREAM + "Continuity",
            "agrees",
            Bodies.YES),
        m(
            "only-keyed-tags",
            "a changed row ends any-row and whole-table tags too",
            STREAM + "PendingBatch",
            "tags",
            Bodies::keyedTags),
        m(
            "watermark-ageless",
            "a hit's watermark is not older than the bound",
            CACHE + "WatermarkGuard",
            "age",
            Bodies::ageless),
        m(
            "watermark-by-clock-alone",
            "an unmoved watermark ages by the reader's own clock",
            CACHE + "WatermarkGuard",
            "age",
            Bodies::byClock),
        m(
            "set-back-unseen",
            "a clock that was set back makes old moments older",
            CACHE + "ServerClock$Sample",
            "ageMicros",
            Bodies::ageNow),
        m(
            "applied-too-far",
            "an admission tells what was applied, no more",
            CACHE + "Admission",
            "of",
            Bodies::appliedAll),
        m(
            "tags-live-for-ever-l1",
            "a change ends its tags in L1",
            CACHE + "memory.TagLife",
            "alive",
            Bodies.YES),
        m(
            "tags-live-for-ever-redis",
            "an entry's tags are of its generation",
            CACHE + "redis.LookupDecision",
            "current",
            Bodies.YES),
        m("token-unread", "an entry shows the token's write", CACHE + "Rules", "shows", Bodies.YES),
        m(
            "token-of-any-incarnation",
            "a token is of the cache's incarnation",
            CACHE + "Rules",
            "shows",
            Bodies::showsAny),
        m(
            "nearer-proves-everything",
            "an entry from Redis is proven up to Redis's position",
            READ + "Tiers",
            "survived",
            Bodies::survivedAll),
        m(
            "flight-suits-all",
            "a shared answer is young enough and shows the token",
            READ + "Flown",
            "suits",
            Bodies.YES),
        m(
            "flight-shows-all",
            "a shared read must see the token's write",
            READ + "Flown$Loaded",
            "shows",
            Bodies.YES),
        m(
            "found-shows-all",
            "a shared hit must show the token's write",
            READ + "Flown$Found",
            "shows",
            Bodies.YES),
        m(
            "token-failure-shared",
            "a failure about a token is its request's alone",
            READ + "ReadThrough",
            "isAboutToken",
            Bodies.NO),
        m(
            "stale-does-not-age",
            "a stale answer is as old as when it is given",
            READ + "ReadThrough",
            "since",
            Bodies::zero),
        m(
            "truncate-untold",
            "TRUNCATE is told as the whole table",
            CAPTURE + "TableState",
            "whole",
            Bodies.NOTHING),
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

  private static Mutant m(
      String name, String rule, String type, String method, Consumer<CodeBuilder> body) {
    String descriptor =
        type.equals(CACHE + "Stripes")
            ? "(L" + (FRESHNESS + "Stamp").replace('.', '/') + ";Ljava/util/List;)Z"
            : "";
    return new Mutant(name, rule, type, method, descriptor, body);
  }

  private static Mutant rule(String method, String rule) {
    StringBuilder name = new StringBuilder("not-");
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      name.append(Character.isUpperCase(c) ? "-" : "").append(Character.toLowerCase(c));
    }
    return new Mutant(name.toString(), rule, HERE + "Rule", method, "", Bodies.NO);
  }

  /** Runs seeds of the product without that rule. */
  static LongFunction<String> load(Mutant mutant) {
    try {
      MutantLoader loader = new MutantLoader(mutant, Mutants.class.getClassLoader());
      Class<?> type = loader.loadClass(HERE + "Simulation");
      loader.loadClass(mutant.type());
      if (!loader.found()) {
        throw new IllegalStateException(mutant.name() + ": no method " + mutant.method());
      }
      Object simulation = type.getConstructor().newInstance();
      Method run = type.getMethod("run", long.class, Map.class);
      return seed -> run(run, simulation, seed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(mutant.name() + " cannot be made", e);
    }
  }

  private static String run(Method run, Object simulation, long seed) {
    try {
      return String.valueOf(run.invoke(simulation, seed, new TreeMap<String, Long>()));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Simulation.run is public", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "a mutant must break the promise, not the code",
          Optional.ofNullable(e.getCause()).orElse(e));
    }
  }
}
