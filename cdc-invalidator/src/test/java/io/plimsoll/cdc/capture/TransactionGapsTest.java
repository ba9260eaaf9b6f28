package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.Assembling.EPOCH;
import static io.plimsoll.cdc.capture.Assembling.beat;
import static io.plimsoll.cdc.capture.Assembling.end;
import static io.plimsoll.cdc.capture.Rows.TABLE;
import static io.plimsoll.cdc.capture.Rows.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.trace.TraceParent;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the stream does not add up. */
class TransactionGapsTest {
  private final Assembling assembling = new Assembling();

  @ParameterizedTest
  @ValueSource(longs = {1, 3})
  void end_withAnotherCount_isAGap(long told) throws SQLException, CaptureException {
    assembling.accept(insert(7, "1"), insert(7, "2"), end(7, told, 200));

    assertThat(assembling.gaps()).containsExactly("rows-missing");
    assertThat(assembling.records().getLast()).isInstanceOf(Invalidation.Transaction.class);
  }

  @Test
  void end_ofAnotherTransactionWithTheSameCount_isAGap() throws SQLException, CaptureException {
    assembling.accept(insert(7, "1"), end(8, 1, 200));

    assertThat(assembling.gaps()).containsExactly("rows-missing");
  }

  @Test
  void end_ofRowsThatDidNotCome_isAGap() throws SQLException, CaptureException {
    assembling.accept(end(7, 2, 200));

    assertThat(assembling.gaps()).containsExactly("rows-missing");
    assertThat(assembling.transaction(1).mark().commitEnd()).isEqualTo(new Lsn(200));
  }

  static List<Captured.OfTransaction> interrupting() {
    return List.of(
        insert(8, "1"),
        beat(8, EPOCH + 8, "a"),
        new Captured.Ddl(8, TABLE),
        new Captured.Own(8),
        new Captured.Trace(8, TraceParent.begun()));
  }

  @ParameterizedTest
  @MethodSource("interrupting")
  void eventOfAnotherTransaction_beforeTheEnd_isAGap(Captured.OfTransaction event)
      throws SQLException, CaptureException {
    assembling.accept(insert(7, "1"), (Captured) event, end(8, 1, 200));

    assertThat(assembling.gaps()).containsExactly("end-missing");
    assertThat(assembling.transaction(1).tables())
        .as("of the second one alone")
        .allMatch(change -> change.rows() <= 1);
  }

  @Test
  void rowOfPlimsollsOwn_counts() throws SQLException, CaptureException {
    assembling.accept(new Captured.Own(7), insert(7, "1"), end(7, 2, 200));

    assertThat(assembling.gaps()).isEmpty();
  }

  /** Debezium counts a message as an event. */
  @Test
  void trace_counts_andStandsForNoRowThatIsMissing() throws SQLException, CaptureException {
    Captured.Trace trace = new Captured.Trace(7, TraceParent.begun());
    assembling.accept(trace, insert(7, "1"), end(7, 2, 200));
    assertThat(assembling.gaps()).isEmpty();

    assembling.accept(new Captured.Trace(8, trace.parent()), insert(8, "1"), end(8, 3, 300));
    assertThat(assembling.gaps()).containsExactly("rows-missing");
  }

  @Test
  void strayMessage_doesNotCount() throws SQLException, CaptureException {
    assembling.accept(insert(7, "1"), new Captured.Stray(), end(7, 1, 200));

    assertThat(assembling.gaps()).isEmpty();
  }

  @Test
  void unknownEvent_isAGap() throws SQLException, CaptureException {
    assembling.accept(new Captured.Unknown("x"));

    assertThat(assembling.gaps()).containsExactly("unknown-event");
  }

  @Test
  void boundariesAndTombstones_areNone() throws SQLException, CaptureException {
    assembling.accept(new Captured.Begin(), new Captured.Tombstone());

    assertThat(assembling.records()).isEmpty();
  }

  @Test
  void gap_standsBeforeItsTransaction_whereTheLastRecordEnds()
      throws SQLException, CaptureException {
    assembling.accept(new Captured.Ddl(7, "*"), end(7, 1, 200));

    assertThat(assembling.records().getFirst())
        .isEqualTo(
            new Invalidation.Gap(Assembling.INCARNATION, Assembling.SHAPES, "ddl", new Lsn(50)));
  }

  @Test
  void ddl_ofEverything_isOneGapAndForgetsAllIdentities() throws SQLException, CaptureException {
    assembling.accept(new Captured.Ddl(7, "*"), new Captured.Ddl(7, "*"), end(7, 2, 200));

    assertThat(assembling.gaps()).containsExactly("ddl");
    assertThat(assembling.records()).hasSize(2);
    assertThat(assembling.identities.changed).containsOnly("*");
  }

  @Test
  void asManyTablesAsARecordHolds_areNone() throws SQLException, CaptureException {
    ddlOfTables(TransactionAssembler.MAX_TABLES);

    assertThat(assembling.gaps()).isEmpty();
    assertThat(assembling.transaction(0).tables()).hasSize(TransactionAssembler.MAX_TABLES);
  }

  @Test
  void moreTablesThanARecordHolds_areAGap() throws SQLException, CaptureException {
    ddlOfTables(TransactionAssembler.MAX_TABLES + 1);

    assertThat(assembling.gaps()).containsExactly("too-many-tables");
    assertThat(assembling.transaction(1).tables()).isEmpty();
  }

  @Test
  void beat_ofANewIncarnation_isAGapAndGoesOnUnderIt() throws SQLException, CaptureException {
    assembling.accept(beat(7, EPOCH + 7, "b"), end(7, 1, 200), insert(8, "1"), end(8, 1, 300));

    assertThat(assembling.gaps()).containsExactly("incarnation");
    assertThat(assembling.records()).allMatch(record -> record.incarnation().value().equals("b"));
    assertThat(assembling.transaction(1).previous()).isEqualTo(new Lsn(50));
  }

  @Test
  void publishedTransactionThatComesAgain_isNone() throws SQLException, CaptureException {
    Assembling replaying = replaying(7);

    replaying.accept(insert(7, "1"), end(7, 1, 50), insert(8, "1"), end(8, 1, 200));

    assertThat(replaying.records()).hasSize(1);
  }

  @Test
  void otherTransactionWhereThePublishedOneWas_isAnotherHistory()
      throws SQLException, CaptureException {
    Assembling replaying = replaying(7);
    replaying.accept(insert(8, "1"));

    assertThatThrownBy(() -> replaying.accept(end(8, 1, 50)))
        .isInstanceOfSatisfying(
            CaptureException.class, e -> assertThat(e.code()).isEqualTo("origin-rewound"));
  }

  private static Assembling replaying(long xid) {
    return new Assembling(Optional.of(new Mark(new Xid(EPOCH + xid), new Lsn(50))));
  }

  private void ddlOfTables(int count) throws SQLException, CaptureException {
    for (int i = 0; i < count; i++) {
      assembling.accept(new Captured.Ddl(7, "public.t" + i));
    }
    assembling.accept(end(7, count, 200));
  }
}
