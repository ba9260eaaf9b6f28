package io.plimsoll.system.simulation;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
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

  private static final ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");
  private static final ClassDesc DURATION = ClassDesc.of("java.time.Duration");
  private static final ClassDesc LIST = ClassDesc.of("java.util.List");
  private static final ClassDesc BROKEN = ClassDesc.of(HERE + "Broken");

  private static final Consumer<CodeBuilder> YES = code -> code.iconst_1().ireturn();
  private static final Consumer<CodeBuilder> NO = code -> code.iconst_0().ireturn();
  private static final Consumer<CodeBuilder> NOTHING = CodeBuilder::return_;

  private Mutants() {}

  static List<Mutant> all() {
    return List.of(
        m(
            "sees-everything",
            "a read must see every mark of its tags",
            FRESHNESS + "Stamp$Primary",
            "sees",
            YES),
        m(
            "sees-running",
            "what was running is not seen",
            FRESHNESS + "Stamp$Primary",
            "sees",
            Mutants::seesBelowXmax),
        m(
            "position-sees-everything",
            "a standby's read sees what was replayed before it",
            FRESHNESS + "Stamp$UpTo",
            "sees",
            YES),
        m(
            "clears-is-sees",
            "the floor and folded marks want xmin beyond them",
            FRESHNESS + "Stamp$Primary",
            "clears",
            Mutants::clearsBySees),
        m(
            "position-clears-everything",
            "a standby's read must have replayed the floor",
            FRESHNESS + "Stamp$UpTo",
            "clears",
            YES),
        m(
            "stripe-keeps-last",
            "marks are a set, not the last",
            CACHE + "Stripes$Stripe",
            "add",
            code -> keep(code, "keepLast")),
        m(
            "stripe-keeps-greatest",
            "marks are a set, not the greatest id",
            CACHE + "Stripes$Stripe",
            "add",
            code -> keep(code, "keepGreatest")),
        m(
            "fold-forgets",
            "older marks are folded, not dropped",
            CACHE + "Stripes$Stripe",
            "fold",
            NOTHING),
        m(
            "fill-unchecked",
            "a fill is checked against the marks",
            CACHE + "Stripes",
            "seenBy",
            YES),
        m(
            "fill-of-any-incarnation",
            "before the read, in it and now: one incarnation",
            CACHE + "Rules",
            "sameIncarnation",
            YES),
        m(
            "fill-below-floor",
            "what was read before a gap is not stored",
            CACHE + "Rules",
            "clearsFloor",
            YES),
        m(
            "fill-of-any-shapes",
            "tags are told as the entry names them",
            CACHE + "Rules",
            "sameShapes",
            YES),
        m(
            "floor-absent",
            "after a gap nothing is stored until two heartbeats",
            CACHE + "Floor",
            "<clinit>",
            Mutants::noFloor),
        m(
            "floor-of-first-beat",
            "the second heartbeat after a gap is the floor",
            STREAM + "FloorWait",
            "<init>",
            Mutants::firstBeat),
        m(
            "batch-anywhere",
            "a batch continues where the cache stands",
            CACHE + "Rules",
            "continues",
            YES),
        m(
            "rewind-without-epoch",
            "a cache that stood elsewhere gets a new epoch",
            STREAM + "Session",
            "rewind",
            Mutants::rewind),
        m(
            "chain-unchecked",
            "each record names the one before",
            STREAM + "Continuity",
            "follows",
            YES),
        m(
            "stream-of-any-incarnation",
            "records of another incarnation end the epoch",
            STREAM + "Continuity",
            "sameIncarnation",
            YES),
        m(
            "stream-of-any-shapes",
            "records with other shapes end the epoch",
            STREAM + "Continuity",
            "sameShapes",
            YES),
        m(
            "log-rewritten-unseen",
            "what was applied and what follows join",
            STREAM + "Continuity",
            "agrees",
            YES),
        m(
            "only-keyed-tags",
            "a changed row ends any-row and whole-table tags too",
            STREAM + "PendingBatch",
            "tags",
            Mutants::keyedTags),
        m(
            "watermark-ageless",
            "a hit's watermark is not older than the bound",
            CACHE + "WatermarkGuard",
            "age",
            Mutants::ageless),
        m(
            "watermark-by-clock-alone",
            "an unmoved watermark ages by the reader's own clock",
            CACHE + "WatermarkGuard",
            "age",
            Mutants::byClock),
        m(
            "set-back-unseen",
            "a clock that was set back makes old moments older",
            CACHE + "ServerClock$Sample",
            "ageMicros",
            Mutants::ageNow),
        m(
            "applied-too-far",
            "an admission tells what was applied, no more",
            CACHE + "Admission",
            "of",
            Mutants::appliedAll),
        m(
            "tags-live-for-ever-l1",
            "a change ends its tags in L1",
            CACHE + "memory.TagLife",
            "alive",
            YES),
        m(
            "tags-live-for-ever-redis",
            "an entry's tags are of its generation",
            CACHE + "redis.LookupDecision",
            "current",
            YES),
        m("token-unread", "an entry shows the token's write", CACHE + "Rules", "shows", YES),
        m(
            "token-of-any-incarnation",
            "a token is of the cache's incarnation",
            CACHE + "Rules",
            "shows",
            Mutants::showsAny),
        m(
            "nearer-proves-everything",
            "an entry from Redis is proven up to Redis's position",
            READ + "Tiers",
            "survived",
            Mutants::survivedAll),
        m(
            "flight-suits-all",
            "a shared answer is young enough and shows the token",
            READ + "Flown",
            "suits",
            YES),
        m(
            "flight-shows-all",
            "a shared read must see the token's write",
            READ + "Flown$Loaded",
            "shows",
            YES),
        m(
            "found-shows-all",
            "a shared hit must show the token's write",
            READ + "Flown$Found",
            "shows",
            YES),
        m(
            "token-failure-shared",
            "a failure about a token is its request's alone",
            READ + "ReadThrough",
            "isAboutToken",
            NO),
        m(
            "stale-does-not-age",
            "a stale answer is as old as when it is given",
            READ + "ReadThrough",
            "since",
            Mutants::zero),
        m(
            "truncate-untold",
            "TRUNCATE is told as the whole table",
            CAPTURE + "TableState",
            "whole",
            NOTHING),
        rule("beatsWaitForEachOther", "beat() takes its lock first"),
        rule("beatTimeIsReadBefore", "t0 is from before the heartbeat's commit"),
        rule("replayIsReadBefore", "a standby's position is read before its snapshot"),
        rule(
            "standbysStampByPosition",
            "a standby's snapshot knows nothing of running transactions"),
        rule("crashEndsTheIncarnation", "a crash ends the incarnation"),
        rule("snapshotIsTheReads", "snapshot and data are of one statement"),
        rule("marksAreCommitEnds", "marks carry the end of the commit"),
        rule("captureChecksTheSlot", "the slot continues where the topic ends"));
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
    return new Mutant(name.toString(), rule, HERE + "Rule", method, "", NO);
  }

  private static ClassDesc type(String name) {
    return ClassDesc.of(name);
  }

  private static final ClassDesc XID = type(FRESHNESS + "Xid");
  private static final ClassDesc LSN = type(FRESHNESS + "Lsn");
  private static final ClassDesc MARK = type(FRESHNESS + "Mark");

  private static void seesBelowXmax(CodeBuilder code) {
    code.aload(1)
        .invokevirtual(MARK, "xid", MethodTypeDesc.of(XID))
        .aload(0)
        .invokevirtual(type(FRESHNESS + "Stamp$Primary"), "xmax", MethodTypeDesc.of(XID))
        .invokevirtual(XID, "compareTo", MethodTypeDesc.of(ConstantDescs.CD_int, XID))
        .bipush(31)
        .iushr()
        .ireturn();
  }

  private static void clearsBySees(CodeBuilder code) {
    code.aload(0)
        .aload(1)
        .invokevirtual(
            type(FRESHNESS + "Stamp$Primary"),
            "sees",
            MethodTypeDesc.of(ConstantDescs.CD_boolean, MARK))
        .ireturn();
  }

  private static void keep(CodeBuilder code, String how) {
    code.aload(0)
        .getfield(type(CACHE + "Stripes$Stripe"), "marks", LIST)
        .aload(1)
        .invokestatic(BROKEN, how, MethodTypeDesc.of(ConstantDescs.CD_void, LIST, LIST))
        .return_();
  }

  private static void noFloor(CodeBuilder code) {
    code.new_(MARK)
        .dup()
        .getstatic(XID, "NONE", XID)
        .getstatic(LSN, "NONE", LSN)
        .invokespecial(MARK, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void, XID, LSN))
        .putstatic(type(CACHE + "Floor"), "PENDING", MARK)
        .return_();
  }

  private static void firstBeat(CodeBuilder code) {
    ClassDesc wait = type(STREAM + "FloorWait");
    code.aload(0)
        .invokespecial(ConstantDescs.CD_Object, "<init>", ConstantDescs.MTD_void)
        .aload(0)
        .iload(1)
        .putfield(wait, "waiting", ConstantDescs.CD_boolean)
        .aload(0)
        .iload(1)
        .putfield(wait, "first", ConstantDescs.CD_boolean)
        .return_();
  }

  private static void rewind(CodeBuilder code) {
    ClassDesc session = type(STREAM + "Session");
    code.aload(0)
        .aload(2)
        .putfield(session, "control", type(CACHE + "Control"))
        .aload(0)
        .invokevirtual(session, "resume", ConstantDescs.MTD_void)
        .iconst_0()
        .ireturn();
  }

  private static void keyedTags(CodeBuilder code) {
    code.aload(0)
        .invokestatic(
            BROKEN,
            "tags",
            MethodTypeDesc.of(LIST, type("io.plimsoll.core.record.Invalidation$Transaction")))
        .areturn();
  }

  private static void ageless(CodeBuilder code) {
    code.getstatic(DURATION, "ZERO", DURATION)
        .invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, ConstantDescs.CD_Object))
        .areturn();
  }

  private static void zero(CodeBuilder code) {
    code.getstatic(DURATION, "ZERO", DURATION).areturn();
  }

  private static void byClock(CodeBuilder code) {
    ClassDesc clock = type(CACHE + "ServerClock");
    code.aload(0)
        .getfield(type(CACHE + "WatermarkGuard"), "clock", clock)
        .aload(1)
        .invokevirtual(
            type(CACHE + "Watermark"), "startedMicros", MethodTypeDesc.of(ConstantDescs.CD_long))
        .invokevirtual(clock, "ageOf", MethodTypeDesc.of(OPTIONAL, ConstantDescs.CD_long))
        .areturn();
  }

  private static void ageNow(CodeBuilder code) {
    code.lload(3)
        .loadConstant(1_000L)
        .ldiv()
        .aload(0)
        .invokevirtual(
            type(CACHE + "ServerClock$Sample"),
            "atMostMicros",
            MethodTypeDesc.of(ConstantDescs.CD_long))
        .ladd()
        .lload(1)
        .lsub()
        .lreturn();
  }

  private static void appliedAll(CodeBuilder code) {
    ClassDesc admission = type(CACHE + "Admission");
    code.aload(0)
        .invokestatic(BROKEN, "admission", MethodTypeDesc.of(admission, type(CACHE + "Control")))
        .areturn();
  }

  private static void showsAny(CodeBuilder code) {
    code.aload(0)
        .aload(1)
        .aload(2)
        .invokestatic(
            BROKEN,
            "shows",
            MethodTypeDesc.of(
                ConstantDescs.CD_boolean,
                type(FRESHNESS + "Token"),
                type(CACHE + "Admission"),
                type("java.util.function.Supplier")))
        .ireturn();
  }

  private static void survivedAll(CodeBuilder code) {
    ClassDesc upTo = type(FRESHNESS + "Stamp$UpTo");
    code.new_(upTo)
        .dup()
        .getstatic(LSN, "MAX", LSN)
        .invokespecial(upTo, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void, LSN))
        .areturn();
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
