package io.plimsoll.system.gaps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.cdc.capture.Capture;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The invalidations topic cut, deleted, and with records in it that do not belong there. */
final class TopicGapsIT {
  private static GapStack gaps;
  private static Topic topic;

  @BeforeAll
  static void start() {
    gaps = GapStack.start(stack -> stack);
    topic = new Topic(gaps.stack().kafka().bootstrap());
  }

  @AfterAll
  static void stop() {
    topic.close();
    gaps.close();
  }

  @Test
  void cutByRetentionBeforeItWasRead_emptiesTheCache() throws Exception {
    Witness witness = Witness.cached(gaps);
    publishedWhileNobodyFollows(witness);
    topic.cutBefore(topic.end());

    gaps.worker().start();

    witness.heals("retention");
  }

  @Test
  void cutInTheMiddle_emptiesTheCache() throws Exception {
    Witness witness = Witness.cached(gaps);
    publishedWhileNobodyFollows(witness);
    topic.cutBefore(topic.end() - 1);

    gaps.worker().start();

    witness.heals("retention");
  }

  @Test
  void deletedWhileDown_withAChangeOnlyItHad_emptiesTheCache() throws Exception {
    Witness witness = Witness.cached(gaps);
    publishedWhileNobodyFollows(witness);
    topic.delete();

    gaps.worker().start();

    witness.heals("topic-recreated");
    assertThat(gaps.published("topic-empty")).isEqualTo(1);
  }

  @Test
  void deletedWhileRunning_isMadeAnew() throws Exception {
    Witness witness = Witness.cached(gaps);

    topic.delete();
    witness.change();

    witness.heals("topic-recreated");
  }

  @Test
  void recordThatNobodyCanRead_emptiesTheCache() throws Exception {
    Witness witness = Witness.cached(gaps);
    topic.append("{\"v\":99}".getBytes(UTF_8));
    witness.change();

    witness.heals("undecodable");
  }

  @Test
  void recordThatNobodyCanRead_atTheEndWhileDown_isAGapForTheCaptureToo() throws Exception {
    Witness witness = Witness.cached(gaps);
    gaps.stopWorker();
    topic.append("nonsense".getBytes(UTF_8));
    witness.change();

    gaps.worker().start();

    witness.heals("undecodable");
    assertThat(gaps.published("undecodable")).isEqualTo(1);
  }

  @Test
  void recordThatDoesNotFollow_emptiesTheCache() throws Exception {
    Witness witness = Witness.cached(gaps);
    topic.append(forged(new Lsn(1), new Lsn(2)));
    witness.change();

    witness.heals("chain");
  }

  /** It would make the capture leave out all changes up to there. */
  @Test
  void recordFromTheFuture_atTheEndWhileDown_isNotBelieved() throws Exception {
    Witness witness = Witness.cached(gaps);
    gaps.stopWorker();
    topic.append(forged(new Lsn(1), Lsn.ofHex("00ffffffffffffff")));
    witness.change();

    gaps.worker().start();

    witness.heals("origin-rewound");
  }

  private static byte[] forged(Lsn previous, Lsn commitEnd) throws Exception {
    Invalidation last = topic.last();
    return new InvalidationCodec()
        .encode(
            new Invalidation.Transaction(
                last.incarnation(),
                last.shapes(),
                new Mark(new Xid(3), commitEnd),
                previous,
                List.of(),
                Optional.empty(),
                new Invalidation.Times(1, 1)));
  }

  /** The change is in the topic, the slot has been told, and the cache has not seen it. */
  private static void publishedWhileNobodyFollows(Witness witness) {
    gaps.stopWorker();
    try (Capture capture = gaps.anotherCapture()) {
      await("the other capture streams")
          .atMost(Duration.ofSeconds(30))
          .until(() -> capture.problem().isEmpty());
      long before = topic.end();
      witness.change();
      gaps.sql(witness.update("new"));
      await("it is published").until(() -> topic.end() >= before + 2);
      String at = gaps.sqlValue("select pg_current_wal_lsn()");
      gaps.sql(witness.update("new"));
      await("and confirmed")
          .until(() ->
              gaps.sqlValue(
                      "select confirmed_flush_lsn >= '%s' from pg_replication_slots".formatted(at))
                  .equals("t"));
    }
  }
}
