package io.plimsoll.system.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.config.CommonConfig;
import io.plimsoll.core.config.MetricsConfig;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.metrics.QueryStatsPublisher;
import io.plimsoll.core.metrics.QueryStatsRecorder;
import io.plimsoll.local.server.ChildJvm;
import io.plimsoll.local.server.EmbeddedKafka;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.metrics.Collector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector and the publishers against a real broker. */
class MetricsCollectorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path folder;
  private final Watchdog watchdog = Watchdog.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    watchdog.close();
  }

  private EmbeddedKafka broker() {
    Ports ports = new Ports();
    return new EmbeddedKafka(
        ChildJvm.sameClassPath(EmbeddedKafka.FLAGS),
        folder,
        ports.next(),
        ports.next(),
        Map.of(),
        watchdog);
  }

  private static CommonConfig.Kafka config(EmbeddedKafka kafka) {
    return new CommonConfig.Kafka(kafka.bootstrap(), "plimsoll");
  }

  private static Collector collector(EmbeddedKafka kafka) {
    return Collector.start(
        new MetricsConfig(
            config(kafka),
            new CommonConfig.Admin("127.0.0.1", 0),
            new CommonConfig.Lifecycle(false)),
        Clock.systemUTC());
  }

  private HttpResponse<String> get(Collector collector, String path) {
    URI uri = URI.create("http://127.0.0.1:" + collector.port() + path);
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A sample of {@code /metrics}; -1 when it is not there. */
  private double metric(Collector collector, String sample) {
    String body = get(collector, "/metrics").body();
    Matcher line =
        Pattern.compile("^" + Pattern.quote(sample) + " (.*)$", Pattern.MULTILINE).matcher(body);
    return line.find() ? Double.parseDouble(line.group(1)) : -1;
  }

  private double hits(Collector collector) {
    return metric(
        collector,
        "plimsoll_query_requests_total{query=\"article\",outcome=\"hit\",reason=\"redis\"}");
  }

  private static QueryStatsRecorder recorder() {
    return new QueryStatsRecorder(List.of("article"));
  }

  private static void hit(QueryStatsRecorder recorder, int times) {
    for (int i = 0; i < times; i++) {
      recorder.query("article").ended(Outcome.HIT, "redis");
      recorder.query("article").took(Part.TOTAL, 400);
    }
  }

  private static ConditionFactory awaiting(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
  }

  @Test
  void instances_areMerged_badRecordsSkipped_restartsSurvived() throws Exception {
    try (EmbeddedKafka kafka = broker()) {
      kafka.start();
      QueryStatsRecorder one = recorder();
      QueryStatsRecorder two = recorder();
      hit(one, 3);
      hit(two, 4);
      try (Collector collector = collector(kafka);
          QueryStatsPublisher first = QueryStatsPublisher.start(config(kafka), "api:1", one)) {
        try (QueryStatsPublisher second = QueryStatsPublisher.start(config(kafka), "api:2", two)) {
          awaiting("both instances").until(() -> hits(collector) == 7);
          assertThat(first.problem()).isEmpty();
          assertThat(second.problem()).isEmpty();
          send(kafka, "plimsoll.query-stats", "not JSON");
          hit(one, 1);
          awaiting("records after a bad one").until(() -> hits(collector) == 8);
          assertThat(metric(collector, "plimsoll_collector_undecodable_total")).isEqualTo(1);
          assertThat(get(collector, "/readyz").statusCode()).isEqualTo(200);
          assertThat(get(collector, "/summary?window=1m").body())
              .contains("\"apiInstances\":2", "\"hitRatio\":1.0");
        }
        QueryStatsRecorder again = recorder(); // a restarted instance counts from 0 again
        hit(again, 5);
        try (QueryStatsPublisher third = QueryStatsPublisher.start(config(kafka), "api:2", again)) {
          awaiting("the restarted instance").until(() -> hits(collector) == 13);
          assertThat(third.deferred()).isZero();
        }
      }
      try (Collector restarted = collector(kafka)) {
        awaiting("the last minute, read again").until(() -> hits(restarted) == 13);
      }
    }
  }

  @Test
  void kafka_awayAtStartAndLater_losesNothing() {
    QueryStatsRecorder recorder = recorder();
    try (EmbeddedKafka kafka = broker();
        Collector collector = collector(kafka);
        QueryStatsPublisher publisher =
            QueryStatsPublisher.start(config(kafka), "api:1", recorder)) {
      hit(recorder, 2);
      awaiting("a publisher that says so").until(() -> publisher.problem().isPresent());
      assertThat(get(collector, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(collector, "/livez").statusCode()).isEqualTo(200);
      kafka.start();
      awaiting("what was kept").until(() -> hits(collector) == 2);
      awaiting("ready").until(() -> get(collector, "/readyz").statusCode() == 200);
      kafka.stop();
      hit(recorder, 3);
      awaiting("Kafka missed").until(() -> publisher.problem().isPresent());
      hit(recorder, 4);
      kafka.start();
      awaiting("what was kept again").until(() -> hits(collector) == 9);
      assertThat(publisher.deferred()).isPositive();
    }
  }

  private static void send(EmbeddedKafka kafka, String topic, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8))).get();
    }
  }
}
