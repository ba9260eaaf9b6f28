package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.Assembling.end;
import static io.plimsoll.cdc.capture.Rows.insert;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.trace.TraceParent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which events a trace belongs to. */
class TransactionTraceTest {
  private static final TraceParent FIRST = TraceParent.begun();
  private static final TraceParent SECOND = FIRST.child();

  private final TransactionTrace trace = new TransactionTrace();

  private List<String> after(Captured... events) {
    for (Captured event : events) {
      trace.accept(event);
    }
    assertThat(trace.headers()).allMatch(header -> header.key().equals(TraceParent.HEADER));
    return trace.headers().stream().map(header -> new String(header.value(), UTF_8)).toList();
  }

  private static Captured traced(TraceParent parent) {
    return new Captured.Trace(7, parent);
  }

  @Test
  void rowsBehindIt_andTheirTombstonesAndTheEnd_haveIt() {
    assertThat(after(new Captured.Begin(), insert(7, "1"))).isEmpty();
    assertThat(after(traced(FIRST))).containsExactly(FIRST.header());
    assertThat(after(insert(7, "2"))).containsExactly(FIRST.header());
    assertThat(after(new Captured.Tombstone())).containsExactly(FIRST.header());
    assertThat(after(new Captured.Stray())).containsExactly(FIRST.header());
    assertThat(after(new Captured.Own(7))).containsExactly(FIRST.header());
    assertThat(after(end(7, 4, 200))).containsExactly(FIRST.header());
  }

  @Test
  void nextTransaction_doesNot() {
    assertThat(after(traced(FIRST), end(7, 1, 200), new Captured.Begin())).isEmpty();
  }

  @Test
  void lastOne_holds() {
    assertThat(after(traced(FIRST), traced(SECOND), insert(7, "1")))
        .containsExactly(SECOND.header());
  }

  /** A boundary that was lost is a gap, and no reason to give the trace to others. */
  @Test
  void eventsOfAnotherTransaction_haveNone_evenWhereABoundaryIsMissing() {
    assertThat(after(traced(FIRST), insert(8, "1"))).isEmpty();
    assertThat(after(traced(FIRST), end(8, 1, 200))).isEmpty();
  }

  /** An id comes again after 2^32 transactions, each of which began. */
  @Test
  void sameIdLater_hasNone() {
    assertThat(after(traced(FIRST), end(7, 1, 200), new Captured.Begin(), insert(7, "1")))
        .isEmpty();
  }
}
