package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Stripes;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.record.Invalidation;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** What mutants do that takes more than a few instructions. Public: called from other packages. */
public final class Broken {
  private Broken() {}

  /** One mark for a stripe, the last. */
  public static void keepLast(List<Mark> marks, List<Mark> more) {
    marks.clear();
    marks.add(more.getLast());
  }

  /** One mark for a stripe, that of the greatest id. */
  public static void keepGreatest(List<Mark> marks, List<Mark> more) {
    marks.addAll(more);
    Mark greatest = marks.stream().max(Comparator.comparing(Mark::xid)).orElseThrow();
    marks.clear();
    marks.add(greatest);
  }

  /** Without the incarnation. */
  public static boolean shows(Token token, Admission at, Supplier<Stamp> stamp) {
    return token.mark().commitEnd().compareTo(at.applied()) <= 0 || stamp.get().sees(token.mark());
  }

  /** Without the captured tags' marks. */
  public static boolean seesByKey(Stripes stripes, Fill fill) {
    return stripes.seenBy(fill.proof().stamp(), fill.query().tags());
  }

  /** As if everything had been applied. */
  public static Admission admission(Control control) {
    return new Admission(
        control.epoch(), control.incarnation(), Lsn.MAX, control.watermark().startedMicros());
  }

  /** Only the keyed tags. */
  public static List<String> tags(Invalidation.Transaction record) {
    return record.tables().stream().flatMap(change -> change.tags().stream()).distinct().toList();
  }
}
