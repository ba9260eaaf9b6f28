package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.Debezium.boundary;
import static io.plimsoll.cdc.capture.Debezium.change;
import static io.plimsoll.cdc.capture.Debezium.message;
import static io.plimsoll.cdc.capture.Debezium.record;
import static io.plimsoll.cdc.capture.Debezium.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.trace.TraceParent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is not known must be told, never left out. */
class EventReaderTest {
  private static final String TRACED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final EventReader reader = new EventReader(Debezium.TRANSACTIONS, Debezium.MESSAGES);

  @Test
  void boundaries_tellTransactionCountAndCommit() {
    assertThat(read(boundary("BEGIN", "7:900", null))).isEqualTo(new Captured.Begin());
    assertThat(read(boundary("END", "7:900", 3L)))
        .isEqualTo(new Captured.End(7, 3, new Lsn(800), 600));
  }

  @Test
  void boundaryThatIsNeitherBeginNorEnd_isUnknown() {
    isUnknown(boundary("PREPARE", "7:900", null));
  }

  @Test
  void boundaryThatLacksWhatItMustTell_isUnknown() {
    isUnknown(boundary("END", "7:900", null));
    isUnknown(boundary("END", "x:900", 3L));
    isUnknown(record(Debezium.TRANSACTIONS, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "u", "d", "t"})
  void change_ofARow_isTold(String operation) {
    Captured event = read(change("public", "items", operation, null, row("id", 1L)));

    assertThat(event)
        .isInstanceOfSatisfying(
            Captured.Row.class,
            told -> {
              assertThat(told.xid()).isEqualTo(7);
              assertThat(told.lsn()).isEqualTo(new Lsn(100));
              assertThat(told.table()).isEqualTo("public.items");
              assertThat(told.operation()).isEqualTo(operation.charAt(0));
              assertThat(told.before()).isEmpty();
              assertThat(told.after()).isPresent();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "m", "", "cu"})
  void change_byAnotherOperation_isUnknown(String operation) {
    isUnknown(change("public", "items", operation, null, row("id", 1L)));
  }

  @Test
  void valueThatIsNoEnvelope_isUnknown() {
    isUnknown(record("p.public.items", row("id", 1L)));
    isUnknown(record("p.public.items", "text"));
  }

  @Test
  void topicWithoutAValue_isATombstone() {
    assertThat(read(record("p.public.items", null))).isEqualTo(new Captured.Tombstone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "u"})
  void heartbeat_whenWritten_isABeat(String operation) {
    assertThat(read(change("plimsoll", "heartbeat", operation, null, beat())))
        .isEqualTo(new Captured.Beat(7, 5, 77, "a"));
  }

  @Test
  void heartbeat_whenDeleted_onlyCounts() {
    assertThat(read(change("plimsoll", "heartbeat", "d", beat(), null)))
        .isEqualTo(new Captured.Own(7));
  }

  @Test
  void heartbeat_withoutItsColumns_isUnknown() {
    isUnknown(change("plimsoll", "heartbeat", "u", null, row("id", 1L)));
  }

  @Test
  void ddl_whenLogged_isTold_andWhenPrunedOnlyCounts() {
    assertThat(read(change("plimsoll", "ddl", "c", null, row("relation", "*"))))
        .isEqualTo(new Captured.Ddl(7, "*"));
    assertThat(read(change("plimsoll", "ddl", "d", row("relation", "*"), row("relation", "*"))))
        .isEqualTo(new Captured.Own(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "u"})
  void shape_whenWritten_isRegistered(String operation) {
    assertThat(read(change("plimsoll", "shapes", operation, null, shape())))
        .isEqualTo(new Captured.Shape(7, new TagShape("public.t", List.of("a", "b")), true));
  }

  @Test
  void shape_whenDeleted_isNoMore() {
    assertThat(read(change("plimsoll", "shapes", "d", shape(), null)))
        .isEqualTo(new Captured.Shape(7, new TagShape("public.t", List.of("a", "b")), false));
  }

  @Test
  void shape_withoutItsColumns_isUnknown() {
    isUnknown(change("plimsoll", "shapes", "c", null, row("relation", "public.t")));
    isUnknown(change("plimsoll", "shapes", "d", null, null));
  }

  @Test
  void shapes_whenTruncated_onlyCount() {
    assertThat(read(change("plimsoll", "shapes", "t", null, null))).isEqualTo(new Captured.Own(7));
  }

  @Test
  void invalidation_whenWritten_isTold_andWhenPrunedOnlyCounts() {
    Struct tagged = row("relation", "public.t", "tag", "#x");
    assertThat(read(change("plimsoll", "invalidated", "c", null, tagged)))
        .isEqualTo(new Captured.Ended(7, "public.t", Optional.of("#x")));
    assertThat(read(change("plimsoll", "invalidated", "d", tagged, null)))
        .isEqualTo(new Captured.Own(7));
    isUnknown(change("plimsoll", "invalidated", "c", null, row("relation", "public.t")));
  }

  @Test
  void otherTablesOfPlimsoll_onlyCount() {
    assertThat(read(change("plimsoll", "more", "c", null, row("id", 1L))))
        .isEqualTo(new Captured.Own(7));
  }

  @Test
  void message_withATraceparent_isTheTraceOfItsTransaction() {
    assertThat(read(message("7:100", TRACED)))
        .isEqualTo(new Captured.Trace(7, TraceParent.parse(TRACED).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rubbish", "00-00-00-00", TRACED + " ", "\0", "ü"})
  void message_withAnythingElse_onlyCounts(String content) {
    assertThat(read(message("7:100", content))).isEqualTo(new Captured.Own(7));
  }

  @Test
  void message_outsideOfATransaction_doesNotCount() {
    assertThat(read(message(null, TRACED))).isEqualTo(new Captured.Stray());
  }

  @Test
  void message_thatIsNone_isUnknown() {
    isUnknown(record(Debezium.MESSAGES, row("id", 1L)));
    isUnknown(record(Debezium.MESSAGES, null));
  }

  @Test
  void own_isTheSchemaOfThatName_andNoOther() {
    assertThat(EventReader.isOwn("p.plimsoll.ddl", "p")).isTrue();
    assertThat(EventReader.isOwn("p.plimsoll_more.ddl", "p")).isFalse();
    assertThat(EventReader.isOwn("p.public.ddl", "p")).isFalse();
  }

  private static Struct shape() {
    return row("relation", "public.t", "columns", List.of("b", "a"));
  }

  private static Struct beat() {
    return row("started_micros", 5L, "xid", 77L, "incarnation", "a");
  }

  private void isUnknown(SourceRecord record) {
    assertThat(read(record)).isInstanceOf(Captured.Unknown.class);
  }

  private Captured read(SourceRecord record) {
    return reader.read(record);
  }
}
