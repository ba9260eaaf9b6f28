package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.Assembling.EPOCH;
import static io.plimsoll.cdc.capture.Assembling.beat;
import static io.plimsoll.cdc.capture.Assembling.end;
import static io.plimsoll.cdc.capture.Rows.TABLE;
import static io.plimsoll.cdc.capture.Rows.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransactionAssemblerTest {
  private static final String OTHER = "public.other";
  private static final TagShape OTHER_SHAPE = new TagShape(OTHER, List.of("id"));
  private static final String BOTH =
      Assembling.HASH.version(List.of(Assembling.SHAPE, OTHER_SHAPE));

  private final Assembling assembling = new Assembling();

  @Test
  void end_ofATransaction_isOneRecordThatFollowsTheLast() throws SQLException, CaptureException {
    assembling.accept(new Captured.Begin(), insert(7, "1"), insert(7, "2"), end(7, 2, 200));
    assembling.accept(insert(8, "1"), end(8, 1, 300));

    Invalidation.Transaction first = assembling.transaction(0);
    assertThat(first.mark().xid()).isEqualTo(new Xid(EPOCH + 7));
    assertThat(first.previous()).isEqualTo(new Lsn(50));
    assertThat(first.tables())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.rows()).isEqualTo(2);
          assertThat(change.tags()).hasSize(2);
        });
    assertThat(assembling.transaction(1).previous()).isEqualTo(new Lsn(200));
  }

  @Test
  void end_upToTheLastPublished_isLeftOut() throws SQLException, CaptureException {
    assembling.accept(insert(6, "1"), end(6, 1, 50), insert(7, "1"), end(7, 1, 51));

    assertThat(assembling.records()).hasSize(1);
    assertThat(assembling.transaction(0).previous()).isEqualTo(new Lsn(50));
  }

  @Test
  void beat_tellsTimeAndFullXid() throws SQLException, CaptureException {
    assembling.accept(beat(7, EPOCH + 7, "a"), end(7, 1, 200));

    assertThat(assembling.transaction(0).heartbeat()).contains(new Invalidation.Heartbeat(99));
    assertThat(assembling.transaction(0).mark().xid()).isEqualTo(new Xid(EPOCH + 7));
    assertThat(assembling.transaction(0).tables()).isEmpty();
  }

  @Test
  void beat_ofAnEarlierIncarnationInTheBacklog_isNoHeartbeat()
      throws SQLException, CaptureException {
    assembling.accept(beat(7, EPOCH + 7, "old"), end(7, 1, 150));

    assertThat(assembling.gaps()).isEmpty();
    assertThat(assembling.transaction(0).heartbeat()).isEmpty();
    assertThat(assembling.transaction(0).incarnation()).isEqualTo(Assembling.INCARNATION);
  }

  @Test
  void beat_movesTheReferenceOfShortXids() throws SQLException, CaptureException {
    assembling.accept(beat(0xFFFF_FFF0L, EPOCH + 0xFFFF_FFF0L, "a"), end(0xFFFF_FFF0L, 1, 200));
    assembling.accept(insert(4, "1"), end(4, 1, 300));

    assertThat(assembling.transaction(1).mark().xid()).isEqualTo(new Xid((4L << 32) + 4));
  }

  @Test
  void truncate_isTheWholeTable() throws SQLException, CaptureException {
    assembling.accept(
        new Captured.Row(7, new Lsn(100), TABLE, 't', Optional.empty(), Optional.empty()),
        end(7, 1, 200));

    assertThat(assembling.transaction(0).tables())
        .containsExactly(new Invalidation.TableChange(TABLE, "t", 0, true, List.of()));
  }

  @Test
  void manyRows_areTheWholeTable() throws SQLException, CaptureException {
    for (int id = 0; id <= TableState.MAX_ROWS; id++) {
      assembling.accept(insert(7, Integer.toString(id)));
    }
    assembling.accept(end(7, TableState.MAX_ROWS + 1, 200));

    assertThat(assembling.transaction(0).tables().getFirst().whole()).isTrue();
    assertThat(assembling.transaction(0).tables().getFirst().tags()).isEmpty();
    assertThat(assembling.transaction(0).tables().getFirst().rows()).isEqualTo(1001);
  }

  @Test
  void rowOfAPartition_isOneOfItsParentsToo() throws SQLException, CaptureException {
    assembling.identities.ancestors = Set.of("public.parent");

    assembling.accept(insert(7, "1"), end(7, 1, 200));

    assertThat(assembling.transaction(0).tables())
        .extracting(Invalidation.TableChange::table)
        .containsExactly(TABLE, "public.parent");
  }

  @Test
  void ddl_ofATable_isTheWholeTableAndForgetsItsIdentity() throws SQLException, CaptureException {
    assembling.accept(new Captured.Ddl(7, TABLE), end(7, 1, 200));

    assertThat(assembling.transaction(0).tables())
        .containsExactly(new Invalidation.TableChange(TABLE, "x", 0, true, List.of()));
    assertThat(assembling.identities.changed).containsExactly(TABLE);
  }

  @Test
  void invalidation_ofATag_isAChangeWithThatTag() throws SQLException, CaptureException {
    assembling.accept(
        new Captured.Ended(7, TABLE, Optional.of("#x")),
        new Captured.Ended(7, OTHER, Optional.of("*")),
        end(7, 2, 200));

    assertThat(assembling.transaction(0).tables())
        .containsExactly(
            new Invalidation.TableChange(TABLE, "x", 0, false, List.of("#x")),
            new Invalidation.TableChange(OTHER, "x", 0, false, List.of()));
    assertThat(assembling.gaps()).isEmpty();
  }

  @Test
  void invalidation_ofATable_isTheWholeTable() throws SQLException, CaptureException {
    assembling.accept(
        new Captured.Ended(7, TABLE, Optional.of("#x")),
        new Captured.Ended(7, TABLE, Optional.empty()),
        new Captured.Ended(7, TABLE, Optional.of("#y")),
        end(7, 3, 200));

    assertThat(assembling.transaction(0).tables())
        .containsExactly(new Invalidation.TableChange(TABLE, "x", 0, true, List.of()));
  }

  @Test
  void invalidation_ofEverything_isAGap() throws SQLException, CaptureException {
    assembling.accept(new Captured.Ended(7, "*", Optional.empty()), end(7, 1, 200));

    assertThat(assembling.gaps()).containsExactly("invalidated");
  }

  @Test
  void invalidation_ofManyTags_isTheWholeTable() throws SQLException, CaptureException {
    for (int i = 0; i <= TableState.MAX_ROWS + 1; i++) {
      assembling.accept(new Captured.Ended(7, TABLE, Optional.of("#" + i)));
    }
    assembling.accept(end(7, TableState.MAX_ROWS + 2, 200));

    assertThat(assembling.transaction(0).tables().getFirst().whole()).isTrue();
  }

  @Test
  void beat_ofTheSameIncarnationInTheBacklog_isAHeartbeat() throws SQLException, CaptureException {
    assembling.accept(beat(7, EPOCH + 7, "a"), end(7, 1, 150));

    assertThat(assembling.transaction(0).heartbeat()).isPresent();
  }

  /** Its transaction id is of the history that the stream tells. */
  @Test
  void beat_ofAnEarlierIncarnation_stillTellsItsFullXid() throws SQLException, CaptureException {
    assembling.accept(beat(9, 9, "old"), end(9, 1, 150));

    assertThat(assembling.transaction(0).mark().xid()).isEqualTo(new Xid(9));
  }

  @Test
  void everyCommit_movesTheReferenceOfShortXids() throws SQLException, CaptureException {
    for (long xid : new long[] {0x7000_0000L, 0xE000_0000L, 4}) {
      assembling.accept(end(xid, 0, 200 + assembling.records().size()));
    }

    assertThat(assembling.transaction(2).mark().xid()).isEqualTo(new Xid((4L << 32) + 4));
  }

  @Test
  void truncateOfATableWithTags_isTheWholeTableWhateverFollows()
      throws SQLException, CaptureException {
    assembling.accept(
        insert(7, "1"),
        new Captured.Row(7, new Lsn(100), OTHER, 't', Optional.empty(), Optional.empty()),
        insert(7, OTHER, "1"),
        end(7, 3, 200));

    assertThat(assembling.transaction(0).tables())
        .extracting(Invalidation.TableChange::table, Invalidation.TableChange::whole)
        .containsExactly(tuple(TABLE, false), tuple(OTHER, true));
  }

  @Test
  void rowWithoutAKnownIdentity_isTheWholeTable() throws SQLException, CaptureException {
    assembling.identities.knownFrom.put(TABLE, new Lsn(101)); // behind the row

    assembling.accept(insert(7, "1"), end(7, 1, 200));

    assertThat(assembling.transaction(0).tables().getFirst().whole()).isTrue();
  }

  /** The parent's shapes, and the identity of the table that was written. */
  @Test
  void rowOfAPartition_isReadUnderThePartitionsIdentity() throws SQLException, CaptureException {
    assembling.identities.ancestors = Set.of(TABLE);
    assembling.identities.knownFrom.put(OTHER, Lsn.MAX);

    assembling.accept(insert(7, OTHER, "1"), end(7, 1, 200));

    assertThat(assembling.transaction(0).tables())
        .contains(new Invalidation.TableChange(TABLE, "c", 1, true, List.of()));
  }

  @Test
  void asManyRowsAsATableHolds_keepTheirTags() throws SQLException, CaptureException {
    for (int id = 0; id < TableState.MAX_ROWS; id++) {
      assembling.accept(insert(7, Integer.toString(id)));
    }
    assembling.accept(end(7, TableState.MAX_ROWS, 200));

    assertThat(assembling.transaction(0).tables().getFirst().whole()).isFalse();
    assertThat(assembling.transaction(0).tables().getFirst().tags()).hasSize(TableState.MAX_ROWS);
  }

  @Test
  void shape_registered_isInForceFromItsOwnRecordOn() throws SQLException, CaptureException {
    assembling.accept(insert(7, "1"), end(7, 1, 200));
    assembling.accept(registered(8), end(8, 1, 300));
    assembling.accept(insert(9, OTHER, "1"), end(9, 1, 400));

    assertThat(assembling.records())
        .extracting(Invalidation::shapes)
        .containsExactly(Assembling.SHAPES, BOTH, BOTH);
    assertThat(assembling.transaction(2).tables().getFirst().tags())
        .containsExactly(Assembling.HASH.of(new Tag.Keyed(OTHER, Map.of("id", "1"))));
    assertThat(assembling.gaps()).isEmpty();
  }

  /** Its rows were tagged, in part, without the shape that its record names. */
  @Test
  void transactionThatRegisters_tellsItsTablesAsAWhole() throws SQLException, CaptureException {
    assembling.accept(
        insert(7, OTHER, "1"),
        registered(7),
        insert(7, OTHER, "2"),
        insert(7, "3"),
        end(7, 4, 200));

    assertThat(assembling.transaction(0).tables())
        .hasSize(2)
        .allMatch(change -> change.whole() && change.tags().isEmpty());
    assembling.accept(insert(8, "4"), end(8, 1, 300));
    assertThat(assembling.transaction(1).tables()).noneMatch(Invalidation.TableChange::whole);
  }

  @Test
  void shape_thatIsReadAgainBeforeTheResumePosition_isInForceToo()
      throws SQLException, CaptureException {
    assembling.accept(registered(6), end(6, 1, 50));
    assembling.accept(insert(7, OTHER, "1"), end(7, 1, 200));

    assertThat(assembling.records())
        .singleElement()
        .extracting(Invalidation::shapes)
        .isEqualTo(BOTH);
    assertThat(assembling.transaction(0).tables().getFirst().tags()).hasSize(1);
  }

  @Test
  void shape_deleted_isNoMore() throws SQLException, CaptureException {
    assembling.accept(new Captured.Shape(7, Assembling.SHAPE, false), end(7, 1, 200));
    assembling.accept(insert(8, "1"), end(8, 1, 300));

    assertThat(assembling.transaction(1).shapes()).isEqualTo(Assembling.HASH.version(List.of()));
    assertThat(assembling.transaction(1).tables().getFirst().tags()).isEmpty();
  }

  @Test
  void shapes_afterAnInterruptedTransaction_areThoseThatTagsAreMadeOf()
      throws SQLException, CaptureException {
    assembling.accept(registered(7), insert(8, OTHER, "1"), end(8, 1, 200));

    assertThat(assembling.gaps()).containsExactly("end-missing");
    assertThat(assembling.transaction(1).shapes()).isEqualTo(BOTH);
    assertThat(assembling.transaction(1).tables().getFirst().tags()).hasSize(1);
  }

  private static Captured registered(long xid) {
    return new Captured.Shape(xid, OTHER_SHAPE, true);
  }
}
