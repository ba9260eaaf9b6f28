package io.plimsoll.cdc.invalidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class StatsPublisherTest {
  /** Nobody listens there. */
  private static final InvalidatorSettings SETTINGS =
      new InvalidatorSettings("127.0.0.1:1", "prefix", "test:1");

  @Test
  void close_whileKafkaIsAway_endsItsThreadsAndThoseOfKafkasClients() {
    StatsPublisher publisher =
        new StatsPublisher(
            SETTINGS, new LagMeter(new SimpleMeterRegistry(), 1), InstantSource.system());
    publisher.start();
    await("it asks").until(() -> running("kafka-admin-client-thread"));

    publisher.close();

    assertThat(running("invalidation-stats")).isFalse();
    await("Kafka's client ends").until(() -> !running("kafka-admin-client-thread"));
  }

  private static boolean running(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(name));
  }
}
