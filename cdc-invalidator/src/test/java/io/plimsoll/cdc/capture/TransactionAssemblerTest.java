package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.Rows.TABLE;
import static io.plimsoll.cdc.capture.Rows.insert;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransactionAssemblerTest {
  private static final long EPOCH = 3L << 32;
  private static final Incarnation INCARNATION = new Incarnation("a");

  private final FakeIdentities identities = new FakeIdentities();
  private final TransactionAssembler assembler =
      new TransactionAssembler(
          new RowTags(List.of(new TagShape(TABLE, List.of("id"))), new TagHash("0123456789abcdef")),
          identities,
          "shapes",
          new Resume(INCARNATION, new Lsn(150), new Lsn(50), new Xid(EPOCH + 5), Optional.empty()));
  private final List<Invalidation> records = new ArrayList<>();

  @Test
  void end_ofATransaction_isOneRecordThatFollowsTheLast() throws SQLException, CaptureException {
    accept(new Captured.Begin(), insert(7, "1"), insert(7, "2"), end(7, 2, 200));
    accept(insert(8, "1"), end(8, 1, 300));

    Invalidation.Transaction first = transaction(0);
    assertThat(first.mark().xid()).isEqualTo(new Xid(EPOCH + 7));
    assertThat(first.previous()).isEqualTo(new Lsn(50));
    assertThat(first.tables())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.rows()).isEqualTo(2);
          assertThat(change.tags()).hasSize(2);
        });
    assertThat(transaction(1).previous()).isEqualTo(new Lsn(200));
  }

  @Test
  void end_upToTheLastPublished_isLeftOut() throws SQLException, CaptureException {
    accept(insert(6, "1"), end(6, 1, 50), insert(7, "1"), end(7, 1, 51));

    assertThat(records).hasSize(1);
    assertThat(transaction(0).previous()).isEqualTo(new Lsn(50));
  }

  @Test
  void end_withAnotherCount_isAGap() throws SQLException, CaptureException {
    accept(insert(7, "1"), end(7, 2, 200));

    assertThat(gaps()).containsExactly("rows-missing");
    assertThat(records.getLast()).isInstanceOf(Invalidation.Transaction.class);
  }

  @Test
  void row_ofAnotherTransactionBeforeTheEnd_isAGap() throws SQLException, CaptureException {
    accept(insert(7, "1"), insert(8, "1"), end(8, 1, 200));

    assertThat(gaps()).containsExactly("end-missing");
    assertThat(transaction(1).tables().getFirst().rows()).isEqualTo(1);
  }

  @Test
  void unknownEvent_isAGap() throws SQLException, CaptureException {
    accept(new Captured.Unknown("x"));

    assertThat(gaps()).containsExactly("unknown-event");
  }

  @Test
  void beat_tellsTimeAndFullXid() throws SQLException, CaptureException {
    accept(beat(7, EPOCH + 7, "a"), end(7, 1, 200));

    assertThat(transaction(0).heartbeat()).contains(new Invalidation.Heartbeat(99));
    assertThat(transaction(0).mark().xid()).isEqualTo(new Xid(EPOCH + 7));
    assertThat(transaction(0).tables()).isEmpty();
  }

  @Test
  void beat_ofANewIncarnation_isAGapAndGoesOnUnderIt() throws SQLException, CaptureException {
    accept(beat(7, EPOCH + 7, "b"), end(7, 1, 200), insert(8, "1"), end(8, 1, 300));

    assertThat(gaps()).containsExactly("incarnation");
    assertThat(records).allMatch(record -> record.incarnation().value().equals("b"));
    assertThat(transaction(1).previous()).isEqualTo(new Lsn(50));
  }

  @Test
  void beat_ofAnEarlierIncarnationInTheBacklog_isNoHeartbeat()
      throws SQLException, CaptureException {
    accept(beat(7, EPOCH + 7, "old"), end(7, 1, 150));

    assertThat(gaps()).isEmpty();
    assertThat(transaction(0).heartbeat()).isEmpty();
    assertThat(transaction(0).incarnation()).isEqualTo(INCARNATION);
  }

  @Test
  void beat_movesTheReferenceOfShortXids() throws SQLException, CaptureException {
    accept(beat(0xFFFF_FFF0L, EPOCH + 0xFFFF_FFF0L, "a"), end(0xFFFF_FFF0L, 1, 200));
    accept(insert(4, "1"), end(4, 1, 300));

    assertThat(transaction(1).mark().xid()).isEqualTo(new Xid((4L << 32) + 4));
  }

  @Test
  void truncate_isTheWholeTable() throws SQLException, CaptureException {
    accept(
        new Captured.Row(7, new Lsn(100), TABLE, 't', Optional.empty(), Optional.empty()),
        end(7, 1, 200));

    assertThat(transaction(0).tables())
        .containsExactly(new Invalidation.TableChange(TABLE, "t", 0, true, List.of()));
  }

  @Test
  void manyRows_areTheWholeTable() throws SQLException, CaptureException {
    for (int id = 0; id <= TableState.MAX_ROWS; id++) {
      accept(insert(7, Integer.toString(id)));
    }
    accept(end(7, TableState.MAX_ROWS + 1, 200));

    assertThat(transaction(0).tables().getFirst().whole()).isTrue();
    assertThat(transaction(0).tables().getFirst().tags()).isEmpty();
    assertThat(transaction(0).tables().getFirst().rows()).isEqualTo(1001);
  }

  @Test
  void rowOfAPartition_isOneOfItsParentsToo() throws SQLException, CaptureException {
    identities.ancestors = Set.of("public.parent");

    accept(insert(7, "1"), end(7, 1, 200));

    assertThat(transaction(0).tables())
        .extracting(Invalidation.TableChange::table)
        .containsExactly(TABLE, "public.parent");
  }

  @Test
  void ddl_ofATable_isTheWholeTableAndForgetsItsIdentity() throws SQLException, CaptureException {
    accept(new Captured.Ddl(7, TABLE), end(7, 1, 200));

    assertThat(transaction(0).tables())
        .containsExactly(new Invalidation.TableChange(TABLE, "x", 0, true, List.of()));
    assertThat(identities.changed).containsExactly(TABLE);
  }

  @Test
  void ddl_ofEverything_isOneGap() throws SQLException, CaptureException {
    accept(new Captured.Ddl(7, "*"), new Captured.Ddl(7, "*"), end(7, 2, 200));

    assertThat(gaps()).containsExactly("ddl");
    assertThat(records).hasSize(2);
  }

  @Test
  void moreTablesThanARecordHolds_areAGap() throws SQLException, CaptureException {
    for (int i = 0; i <= TransactionAssembler.MAX_TABLES; i++) {
      accept(new Captured.Ddl(7, "public.t" + i));
    }
    accept(end(7, TransactionAssembler.MAX_TABLES + 1, 200));

    assertThat(gaps()).containsExactly("too-many-tables");
    assertThat(transaction(1).tables()).isEmpty();
  }

  private void accept(Captured... events) throws SQLException, CaptureException {
    for (Captured event : events) {
      records.addAll(assembler.accept(event, 1));
    }
  }

  private Invalidation.Transaction transaction(int index) {
    return (Invalidation.Transaction) records.get(index);
  }

  private List<String> gaps() {
    return records.stream()
        .filter(Invalidation.Gap.class::isInstance)
        .map(gap -> ((Invalidation.Gap) gap).code())
        .toList();
  }

  private static Captured.End end(long xid, long events, long lsn) {
    return new Captured.End(xid, events, new Lsn(lsn), 1);
  }

  private static Captured.Beat beat(long xid, long fullXid, String incarnation) {
    return new Captured.Beat(xid, 99, fullXid, incarnation);
  }

  private static final class FakeIdentities implements Identities {
    private final List<String> changed = new ArrayList<>();
    private Set<String> ancestors = Set.of();

    @Override
    public Optional<TableIdentity> at(String table, Lsn row) {
      return Optional.of(Rows.identity(TableIdentity.Kind.KEY));
    }

    @Override
    public Set<String> ancestors(String table) {
      return ancestors;
    }

    @Override
    public void changed(String table) {
      changed.add(table);
    }
  }
}
