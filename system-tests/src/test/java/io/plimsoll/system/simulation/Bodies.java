package io.plimsoll.system.simulation;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/** What mutants' methods do instead, in byte code. */
final class Bodies {
  private static final String FRESHNESS = "io.plimsoll.core.freshness.";
  private static final String CACHE = "io.plimsoll.core.cache.";
  private static final String STREAM = "io.plimsoll.core.stream.";
  private static final String HERE = "io.plimsoll.system.simulation.";

  static final ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");
  static final ClassDesc DURATION = ClassDesc.of("java.time.Duration");
  static final ClassDesc LIST = ClassDesc.of("java.util.List");
  static final ClassDesc BROKEN = ClassDesc.of(HERE + "Broken");

  static final Consumer<CodeBuilder> YES = code -> code.iconst_1().ireturn();
  static final Consumer<CodeBuilder> NO = code -> code.iconst_0().ireturn();
  static final Consumer<CodeBuilder> NOTHING = CodeBuilder::return_;

  private Bodies() {}

  static ClassDesc type(String name) {
    return ClassDesc.of(name);
  }

  static final ClassDesc XID = type(FRESHNESS + "Xid");
  static final ClassDesc LSN = type(FRESHNESS + "Lsn");
  static final ClassDesc MARK = type(FRESHNESS + "Mark");

  static void seesBelowXmax(CodeBuilder code) {
    code.aload(1)
        .invokevirtual(MARK, "xid", MethodTypeDesc.of(XID))
        .aload(0)
        .invokevirtual(type(FRESHNESS + "Stamp$Primary"), "xmax", MethodTypeDesc.of(XID))
        .invokevirtual(XID, "compareTo", MethodTypeDesc.of(ConstantDescs.CD_int, XID))
        .bipush(31)
        .iushr()
        .ireturn();
  }

  static void clearsBySees(CodeBuilder code) {
    code.aload(0)
        .aload(1)
        .invokevirtual(
            type(FRESHNESS + "Stamp$Primary"),
            "sees",
            MethodTypeDesc.of(ConstantDescs.CD_boolean, MARK))
        .ireturn();
  }

  static void keep(CodeBuilder code, String how) {
    code.aload(0)
        .getfield(type(CACHE + "Stripes$Stripe"), "marks", LIST)
        .aload(1)
        .invokestatic(BROKEN, how, MethodTypeDesc.of(ConstantDescs.CD_void, LIST, LIST))
        .return_();
  }

  static void noFloor(CodeBuilder code) {
    code.new_(MARK)
        .dup()
        .getstatic(XID, "NONE", XID)
        .getstatic(LSN, "NONE", LSN)
        .invokespecial(MARK, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void, XID, LSN))
        .putstatic(type(CACHE + "Floor"), "PENDING", MARK)
        .return_();
  }

  static void firstBeat(CodeBuilder code) {
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

  static void rewind(CodeBuilder code) {
    ClassDesc session = type(STREAM + "Session");
    code.aload(0)
        .aload(2)
        .putfield(session, "control", type(CACHE + "Control"))
        .aload(0)
        .invokevirtual(session, "resume", ConstantDescs.MTD_void)
        .iconst_0()
        .ireturn();
  }

  static void keyedTags(CodeBuilder code) {
    code.aload(0)
        .invokestatic(
            BROKEN,
            "tags",
            MethodTypeDesc.of(LIST, type("io.plimsoll.core.record.Invalidation$Transaction")))
        .areturn();
  }

  static void ageless(CodeBuilder code) {
    code.getstatic(DURATION, "ZERO", DURATION)
        .invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, ConstantDescs.CD_Object))
        .areturn();
  }

  static void zero(CodeBuilder code) {
    code.getstatic(DURATION, "ZERO", DURATION).areturn();
  }

  static void byClock(CodeBuilder code) {
    ClassDesc clock = type(CACHE + "ServerClock");
    code.aload(0)
        .getfield(type(CACHE + "WatermarkGuard"), "clock", clock)
        .aload(1)
        .invokevirtual(
            type(CACHE + "Watermark"), "startedMicros", MethodTypeDesc.of(ConstantDescs.CD_long))
        .invokevirtual(clock, "ageOf", MethodTypeDesc.of(OPTIONAL, ConstantDescs.CD_long))
        .areturn();
  }

  static void ageNow(CodeBuilder code) {
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

  static void appliedAll(CodeBuilder code) {
    ClassDesc admission = type(CACHE + "Admission");
    code.aload(0)
        .invokestatic(BROKEN, "admission", MethodTypeDesc.of(admission, type(CACHE + "Control")))
        .areturn();
  }

  static void showsAny(CodeBuilder code) {
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

  static void noTags(CodeBuilder code) {
    code.invokestatic(LIST, "of", MethodTypeDesc.of(LIST), true).areturn();
  }

  static void seesByKey(CodeBuilder code) {
    code.aload(0)
        .aload(1)
        .invokestatic(
            BROKEN,
            "seesByKey",
            MethodTypeDesc.of(
                ConstantDescs.CD_boolean, type(CACHE + "Stripes"), type(CACHE + "Fill")))
        .ireturn();
  }

  /** What the first look has found is good enough. */
  static void askedNoMore(CodeBuilder code) {
    code.aload(1)
        .invokestatic(
            type("java.util.concurrent.CompletableFuture"),
            "completedStage",
            MethodTypeDesc.of(
                type("java.util.concurrent.CompletionStage"), ConstantDescs.CD_Object))
        .areturn();
  }

  static void survivedAll(CodeBuilder code) {
    ClassDesc upTo = type(FRESHNESS + "Stamp$UpTo");
    code.new_(upTo)
        .dup()
        .getstatic(LSN, "MAX", LSN)
        .invokespecial(upTo, "<init>", MethodTypeDesc.of(ConstantDescs.CD_void, LSN))
        .areturn();
  }
}
