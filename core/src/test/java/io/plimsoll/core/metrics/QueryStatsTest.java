package io.plimsoll.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.record.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStatsTest {
  private final QueryStatsCodec codec = new QueryStatsCodec();
  private final QueryStatsRecorder recorder = new QueryStatsRecorder(List.of("article", "list"));
  private final FakeSender sender = new FakeSender();
  private final QueryStatsPublisher publisher =
      new QueryStatsPublisher(
          "api:1", recorder, sender, Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC));

  /** Keeps what is sent; refuses while {@code away}. */
  private static final class FakeSender implements StatsSender {
    private final List<byte[]> sent = new ArrayList<>();
    private boolean away;

    @Override
    public void send(String key, byte[] value) {
      sent.add(value);
      if (away) {
        throw new KafkaException("away");
      }
    }

    @Override
    public void close() {}
  }

  @Test
  void recorded_isDrainedOnce() throws UndecodableException {
    QueryStatsRecorder.OfQuery article = recorder.query("article");
    article.ended(Outcome.HIT, "redis");
    article.ended(Outcome.HIT, "redis");
    article.ended(Outcome.MISS, "invalidated");
    article.filled("stored");
    article.took(Part.TOTAL, 700);
    article.took(Part.TOTAL, -1);
    QueryStats.PerQuery stats = Objects.requireNonNull(recorder.drain().get("article"));
    assertThat(stats.outcomes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Outcome.HIT, Map.of("redis", 2L), Outcome.MISS, Map.of("invalidated", 1L)));
    assertThat(stats.fills()).containsExactly(Map.entry("stored", 1L));
    QueryStats.Times total = Objects.requireNonNull(stats.times().get(Part.TOTAL));
    assertThat(total.sumMicros()).isEqualTo(700);
    Histogram histogram = Histograms.decode(total.histogram());
    assertThat(histogram.getTotalCount()).isEqualTo(2);
    assertThat(histogram.valuesAreEquivalent(histogram.getMaxValue(), 700)).isTrue();
    assertThat(recorder.drain()).isEmpty();
  }

  @Test
  void recorded_byManyThreadsWhileDrained_losesNothing() throws InterruptedException {
    int threads = 4;
    int each = 50_000;
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < each; i++) {
              recorder.query("list").ended(Outcome.HIT, "redis");
            }
            done.countDown();
          });
    }
    long counted = 0;
    while (done.getCount() > 0) {
      counted += hits(recorder.drain());
    }
    counted += hits(recorder.drain());
    assertThat(counted).isEqualTo((long) threads * each);
  }

  private static long hits(Map<String, QueryStats.PerQuery> drained) {
    return drained.values().stream()
        .mapToLong(q -> q.outcomes().getOrDefault(Outcome.HIT, Map.of()).getOrDefault("redis", 0L))
        .sum();
  }

  @Test
  void codec_roundTrips() throws UndecodableException {
    recorder.query("article").ended(Outcome.BYPASS, "stale-watermark");
    recorder.query("article").took(Part.SQL, 12);
    QueryStats stats = new QueryStats("api:1", "run", 3, 1_000, 2_000, recorder.drain());
    assertThat(codec.decode(codec.encode(stats))).isEqualTo(stats);
  }

  @Test
  void codec_unknownField_isIgnored() throws UndecodableException {
    String json =
        new String(
            codec.encode(new QueryStats("a", "r", 0, 0, 1, Map.of())), StandardCharsets.UTF_8);
    String newer = json.replace("{\"instance\"", "{\"new\":[1],\"instance\"");
    assertThat(newer).isNotEqualTo(json);
    assertThat(codec.decode(newer.getBytes(StandardCharsets.UTF_8)).instance()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "null",
        "{}",
        "{\"instance\":\"a\",\"run\":\"r\",\"sequence\":0,\"from\":0,\"at\":1}",
        "{\"instance\":\"a\",\"run\":\"r\",\"sequence\":0,\"from\":0,\"at\":1,\"queries\":{\"q\":null}}",
        "{\"instance\":null,\"run\":\"r\",\"sequence\":0,\"from\":0,\"at\":1,\"queries\":{}}"
      })
  void codec_otherText_isUndecodable(String text) {
    assertThatThrownBy(() -> codec.decode(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UndecodableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA", "HISTBAAAAAAAAAAAAAAAAAAA"})
  void histogram_damaged_isUndecodable(String text) {
    assertThatThrownBy(() -> Histograms.decode(text)).isInstanceOf(UndecodableException.class);
  }

  @Test
  void publisher_kafkaAway_sendsTheSameAgainAndThenTheRest() throws Exception {
    sender.away = true;
    recorder.query("article").ended(Outcome.HIT, "redis");
    publisher.tick();
    recorder.query("article").ended(Outcome.HIT, "redis");
    publisher.tick();
    assertThat(publisher.problem()).contains("away");
    assertThat(publisher.deferred()).isEqualTo(2);
    assertThat(sender.sent.get(1)).isEqualTo(sender.sent.get(0));

    sender.away = false;
    sender.sent.clear();
    publisher.tick();
    publisher.tick();
    assertThat(publisher.problem()).isEmpty();
    QueryStats first = codec.decode(sender.sent.get(0));
    QueryStats second = codec.decode(sender.sent.get(1));
    assertThat(List.of(first.sequence(), second.sequence())).containsExactly(0L, 1L);
    assertThat(second.run()).isEqualTo(first.run());
    assertThat(hits(first.queries()) + hits(second.queries())).isEqualTo(2);
  }
}
