package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RepeatedTest {
  @Test
  void task_thatThrows_runsAgain() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(2);
    Repeated task =
        new Repeated(
            "test",
            () -> {
              runs.countDown();
              if (runs.getCount() == 1) {
                throw new IllegalStateException("fails; this is part of the test");
              }
            });
    try (ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor()) {
      var scheduled = scheduler.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS);
      assertThat(runs.await(5, TimeUnit.SECONDS)).isTrue();
      scheduled.cancel(false);
    }
  }
}
