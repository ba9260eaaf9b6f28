package io.plimsoll.system.simulation;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;

/**
 * The product without a rule that another rule covers: no seed needs it, as far as was searched
 * (docs/simulation.md, limits). The rules stay; the search can be made again.
 */
@SuppressWarnings("UnnecessaryLambda") // bodies, used as values many times
final class CoveredMutants {
  private static final String CACHE = "io.plimsoll.core.cache.";
  private static final String CAPTURE = "io.plimsoll.cdc.capture.";

  private static final Consumer<CodeBuilder> EMPTY =
      code ->
          code.invokestatic(Bodies.OPTIONAL, "empty", MethodTypeDesc.of(Bodies.OPTIONAL)).areturn();
  private static final Consumer<CodeBuilder> FROM_THE_BEGINNING =
      code -> code.getstatic(Bodies.LSN, "NONE", Bodies.LSN).areturn();

  private CoveredMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            "fill-of-any-epoch",
            "a fill is of the cache's epoch",
            CACHE + "Rules",
            "sameEpoch",
            Bodies.YES),
        Mutant.of(
            "beat-of-another-kept",
            "heartbeats of the history before a crash are left out",
            CAPTURE + "OpenTransaction",
            "forgetBeatOfAnother",
            Bodies.NOTHING),
        Mutant.of(
            "beat-of-another-untold",
            "a heartbeat of another incarnation is a gap",
            CAPTURE + "TransactionAssembler",
            "incarnationOf",
            EMPTY),
        Mutant.of(
            "truncate-untold",
            "TRUNCATE is told as the whole table",
            CAPTURE + "TableState",
            "whole",
            Bodies.NOTHING),
        Mutant.of(
            "watermark-behind-unseen",
            "a watermark that is older than the last one has no age",
            CACHE + "WatermarkGuard$Sighting",
            "isBehind",
            Bodies.NO),
        Mutant.of(
            "beats-trusted-at-once",
            "a new process believes heartbeats from a position on",
            CACHE + "ServerClock",
            "trustedBehind",
            FROM_THE_BEGINNING));
  }
}
