package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.Debezium.boundary;
import static io.plimsoll.cdc.capture.Debezium.change;
import static io.plimsoll.cdc.capture.Debezium.end;
import static io.plimsoll.cdc.capture.Debezium.message;
import static io.plimsoll.cdc.capture.Debezium.record;
import static io.plimsoll.cdc.capture.Debezium.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What is told to whom, and in which order. */
class BatchPublisherTest {
  private static final String TRACED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final List<String> told = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Optional<CaptureException> moved = Optional.empty();
  private Optional<CaptureException> unacknowledged = Optional.empty();
  private final BatchPublisher publisher =
      new BatchPublisher(
          new EventReader(Debezium.TRANSACTIONS, Debezium.MESSAGES),
          new TransactionAssembler(
              new RowTags(List.of(), new TagHash("0123456789abcdef")),
              new Assembling.FakeIdentities(),
              new Resume(new Incarnation("a"), Lsn.NONE, Lsn.NONE, new Xid(5), Optional.empty())),
          (record, headers) -> told.add("row" + traces(headers)),
          new Told(),
          new CaptureMeter(registry),
          InstantSource.system(),
          this::startCheck);

  @Test
  void batch_isCheckedThenPublishedThenAcknowledgedThenConfirmed() throws InterruptedException {
    handle(boundary("BEGIN", "7:1", null), end(7, 0));

    assertThat(told)
        .containsExactly("check", "row", "row", "Transaction", "await", "processed 1", "finished");
  }

  /** What is confirmed moves the slot, which then stands elsewhere, and rightly so. */
  @Test
  void slot_isCheckedBeforeTheFirstBatchOnly() throws InterruptedException {
    handle(end(7, 0));
    handle(end(8, 0));

    assertThat(told.stream().filter("check"::equals)).hasSize(1);
  }

  @Test
  void slotThatHasMoved_getsNothingPublished() {
    moved = Optional.of(new CaptureException("slot-moved", "it has"));

    assertThatThrownBy(() -> handle(end(7, 0))).hasCauseInstanceOf(CaptureException.class);
    assertThat(told).containsExactly("check");

    assertThatThrownBy(() -> handle(end(7, 0))).hasCauseInstanceOf(CaptureException.class);
    assertThat(told).as("nor at the next try").containsExactly("check", "check");
  }

  @Test
  void batchWithoutAnAcknowledgement_isNotConfirmed() {
    unacknowledged = Optional.of(new CaptureException("kafka-unavailable", "no ack"));

    assertThatThrownBy(() -> handle(end(7, 0))).hasCauseInstanceOf(CaptureException.class);

    assertThat(told).containsExactly("check", "row", "Transaction", "await");
  }

  /** The slot must not resume inside a transaction: its first rows would be missing. */
  @Test
  void ofABatch_theLastCommitIsConfirmed_andNoRowBehindIt() throws InterruptedException {
    handle(end(7, 0), end(8, 0), boundary("BEGIN", "9:1", null));

    assertThat(told).contains("processed 1").doesNotContain("processed 0", "processed 2");
  }

  @Test
  void batchWithoutACommit_confirmsNothing() throws InterruptedException {
    handle(boundary("BEGIN", "9:1", null));

    assertThat(told).containsExactly("check", "row", "await", "finished");
  }

  @Test
  void unknownRecord_isAGap() throws InterruptedException {
    handle(record("p.public.items", "text"));

    assertThat(told).contains("Gap");
    assertThat(registry.get("plimsoll.capture.gaps").tag("code", "unknown-event").counter().count())
        .isEqualTo(1);
  }

  @Test
  void trace_goesWithTheRowsAndTheRecordOfItsTransaction_andWithNoGap()
      throws InterruptedException {
    handle(
        boundary("BEGIN", "7:1", null),
        message("7:1", TRACED),
        change("public", "items", "c", null, row("id", 1L)),
        end(7, 3),
        boundary("BEGIN", "8:1", null));

    String traced = " traceparent=" + TRACED;
    assertThat(told)
        .containsSubsequence(
            "row" + traced, "row" + traced, "row" + traced, "Gap", "Transaction" + traced, "row");
  }

  private static String traces(List<Header> headers) {
    return headers.stream()
        .map(header -> " " + header.key() + "=" + new String(header.value(), UTF_8))
        .collect(Collectors.joining());
  }

  private void startCheck() throws CaptureException {
    told.add("check");
    if (moved.isPresent()) {
      throw moved.get();
    }
  }

  private void handle(SourceRecord... records) throws InterruptedException {
    List<RecordChangeEvent<SourceRecord>> batch =
        Stream.of(records).<RecordChangeEvent<SourceRecord>>map(record -> () -> record).toList();
    publisher.handleBatch(batch, new Committer(batch));
  }

  private final class Told implements BatchPublisher.Invalidations {
    @Override
    public void send(Invalidation invalidation, List<Header> headers) {
      told.add(invalidation.getClass().getSimpleName() + traces(headers));
    }

    @Override
    public void await() throws CaptureException {
      told.add("await");
      if (unacknowledged.isPresent()) {
        throw unacknowledged.get();
      }
    }
  }

  private final class Committer
      implements DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> {
    private final List<RecordChangeEvent<SourceRecord>> batch;

    Committer(List<RecordChangeEvent<SourceRecord>> batch) {
      this.batch = batch;
    }

    @Override
    public void markProcessed(RecordChangeEvent<SourceRecord> record) {
      told.add("processed " + batch.indexOf(record));
    }

    @Override
    public void markProcessed(
        RecordChangeEvent<SourceRecord> record, DebeziumEngine.Offsets sourceOffsets) {
      markProcessed(record);
    }

    @Override
    public void markBatchFinished() {
      told.add("finished");
    }

    @Override
    public DebeziumEngine.Offsets buildOffsets() {
      throw new UnsupportedOperationException("the capture uses none");
    }
  }
}
