package io.plimsoll.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.pipeline.DataChangeEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PausingQueueTest {
  private final AtomicInteger pauses = new AtomicInteger();
  private final PausingQueue<DataChangeEvent> queue = new PausingQueue<>(pauses::incrementAndGet);

  @BeforeEach
  void configure() {
    queue.configure(Map.of("max.queue.size", "10"));
  }

  private static DataChangeEvent event(String topic) {
    return new DataChangeEvent(new SourceRecord(Map.of(), Map.of(), topic, null, null));
  }

  @Test
  void emptyQueue_looksOfOneThread_pauseFromTheSecondOn() {
    assertThat(List.of(queue.size(), queue.size(), queue.size())).containsOnly(0);
    assertThat(pauses).hasValue(2);
  }

  @Test
  void emptyQueue_firstLookOfAnotherThread_doesNotPause() throws InterruptedException {
    queue.size();
    Thread other = Thread.ofPlatform().start(queue::size);
    other.join();

    assertThat(pauses).hasValue(0);
  }

  @Test
  void queueWithEvents_isLookedIntoWithoutAPause() throws InterruptedException {
    queue.enqueue(event("a"));
    queue.enqueue(event("b"));

    assertThat(List.of(queue.size(), queue.size())).containsOnly(2);
    assertThat(List.of(queue.poll(), queue.poll()))
        .extracting(event -> event.getRecord().topic())
        .containsExactly("a", "b");
    assertThat(pauses).hasValue(0);
  }

  @Test
  void emptiedSinceTheLastLook_doesNotPause() throws InterruptedException {
    queue.size();
    queue.enqueue(event("a"));
    queue.poll();

    assertThat(queue.size()).isZero();
    assertThat(pauses).hasValue(0);
  }
}
