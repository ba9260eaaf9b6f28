package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Deadlines deadlines = new Deadlines(Duration.ofMillis(100), nanos::get);

  private CompletableFuture<String> watched() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    var _ = deadlines.watch(answer);
    return answer;
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
    deadlines.sweep();
  }

  @Test
  void lateCommand_fails_andTheLaterOneNotYet() {
    CompletableFuture<String> first = watched();
    after(Duration.ofMillis(60));
    CompletableFuture<String> second = watched();
    after(Duration.ofMillis(60));
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isNotDone();
    after(Duration.ofMillis(60));
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void answeredCommand_keepsItsAnswer() {
    CompletableFuture<String> answer = watched();
    answer.complete("OK");
    after(Duration.ofSeconds(1));
    assertThat(answer).isCompletedWithValue("OK");
  }
}
