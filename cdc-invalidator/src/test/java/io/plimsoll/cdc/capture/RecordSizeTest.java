package io.plimsoll.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A record that Kafka refuses stops the capture: the same transaction is read again for ever. */
class RecordSizeTest {
  /** More make the table whole by themselves. */
  private static final int ROWS = 900;

  private static final int TABLES = 45;
  private static final Incarnation INCARNATION = new Incarnation("a");

  private final TransactionAssembler assembler =
      new TransactionAssembler(
          new RowTags(
              IntStream.range(0, TABLES)
                  .mapToObj(i -> new TagShape(table(i), List.of("id")))
                  .toList(),
              new TagHash("0123456789abcdef")),
          new Assembling.FakeIdentities(),
          new Resume(INCARNATION, new Lsn(150), new Lsn(50), new Xid(5), Optional.empty()));

  @Test
  void transaction_ofManyTablesBelowTheirOwnLimit_keepsTheTagsOfTheFirst()
      throws SQLException, CaptureException {
    for (int i = 0; i < TABLES; i++) {
      for (int id = 0; id < ROWS; id++) {
        assembler.accept(Rows.insert(7, table(i), Integer.toString(id)), 1);
      }
    }
    List<Invalidation.TableChange> changes = end(TABLES * ROWS).tables();

    assertThat(changes).hasSize(TABLES).allMatch(change -> change.rows() == ROWS);
    int kept = TransactionAssembler.MAX_TAGS / ROWS;
    assertThat(changes.subList(0, kept))
        .allMatch(change -> !change.whole() && change.tags().size() == ROWS);
    assertThat(changes.stream().mapToInt(change -> change.tags().size()).sum())
        .isLessThanOrEqualTo(TransactionAssembler.MAX_TAGS);
    assertThat(changes.subList(kept, TABLES))
        .allMatch(change -> change.whole() && change.tags().isEmpty());
  }

  @Test
  void transaction_afterATableBecameWhole_hasItsRoomAgain() throws SQLException, CaptureException {
    int events = 0;
    for (int i = 0; i < 3; i++) {
      for (int id = 0; id <= TableState.MAX_ROWS + 1; id++, events++) {
        assembler.accept(Rows.insert(7, table(i), Integer.toString(id)), 1);
      }
    }
    for (int i = 3; i < 8; i++) {
      for (int id = 0; id < ROWS; id++, events++) {
        assembler.accept(Rows.insert(7, table(i), Integer.toString(id)), 1);
      }
    }

    assertThat(end(events).tables().stream().filter(Invalidation.TableChange::whole)).hasSize(3);
  }

  @Test
  void transaction_ofAsManyTagsAsARecordHolds_keepsThemAll() throws SQLException, CaptureException {
    int tables = TransactionAssembler.MAX_TAGS / TableState.MAX_ROWS;
    for (int i = 0; i < tables; i++) {
      for (int id = 0; id < TableState.MAX_ROWS; id++) {
        assembler.accept(Rows.insert(7, table(i), Integer.toString(id)), 1);
      }
    }

    assertThat(end(TransactionAssembler.MAX_TAGS).tables())
        .hasSize(tables)
        .noneMatch(Invalidation.TableChange::whole);
  }

  /** A row whose key changes has two. */
  @Test
  void table_ofFewRowsWithManyTags_isWhole() throws SQLException, CaptureException {
    int rows = TableState.MAX_ROWS / 2 + 2;
    for (int id = 0; id < rows; id++) {
      assembler.accept(
          new Captured.Row(
              7,
              new Lsn(100),
              table(0),
              'u',
              Optional.of(Rows.image("id", "old " + id)),
              Optional.of(Rows.image("id", "new " + id))),
          1);
    }

    assertThat(end(rows).tables()).singleElement().matches(Invalidation.TableChange::whole);
  }

  @Test
  void largestRecord_fitsIntoAMessage() {
    String escaped = "\u0001".repeat(63);
    List<Invalidation.TableChange> tables =
        Collections.nCopies(
            TransactionAssembler.MAX_TABLES - 1,
            new Invalidation.TableChange(
                escaped + "." + escaped, "cdtux", Integer.MAX_VALUE, false, List.of()));
    String tag = "#" + "x".repeat(22);
    Invalidation.TableChange tagged =
        new Invalidation.TableChange(
            escaped, "c", 1, false, Collections.nCopies(TransactionAssembler.MAX_TAGS, tag));
    Invalidation record =
        new Invalidation.Transaction(
            INCARNATION,
            "shapes",
            new Mark(Xid.MAX, Lsn.MAX),
            Lsn.MAX,
            IntStream.rangeClosed(0, tables.size())
                .mapToObj(i -> i == 0 ? tagged : tables.get(i - 1))
                .toList(),
            Optional.empty(),
            new Invalidation.Times(1, 2));

    assertThat(new InvalidationCodec().encode(record))
        .hasSizeLessThan(Topics.MAX_INVALIDATION_BYTES / 2);
  }

  private Invalidation.Transaction end(long events) throws SQLException, CaptureException {
    List<Invalidation> records = assembler.accept(new Captured.End(7, events, new Lsn(200), 1), 1);
    return (Invalidation.Transaction) records.getFirst();
  }

  private static String table(int i) {
    return "public.t" + i;
  }
}
