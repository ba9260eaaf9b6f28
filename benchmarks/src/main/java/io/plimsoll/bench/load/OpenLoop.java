package io.plimsoll.bench.load;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One run of {@link LoadGenerator#open}. */
final class OpenLoop {
  private static final long CHECK_MILLIS = 1_000;

  private final Selector selector;
  private final BlockingQueue<Connection> free;
  private final Requests requests;

  OpenLoop(Selector selector, List<Connection> connections, Requests requests) {
    this.selector = selector;
    this.free = new ArrayBlockingQueue<>(connections.size(), false, connections);
    this.requests = requests;
  }

  LoadReport run(double perSecond, long count) throws InterruptedException {
    Pace pace = new Pace(System.nanoTime(), perSecond);
    CompletableFuture<LoadReport> report = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform().name("bench answers").start(() -> read(pace, count, report));
    try {
      for (long n = 0; n < count; n++) {
        long due = pace.await(n);
        freeConnection(report).send(requests.number(n), due);
      }
      return report.get();
    } catch (IOException e) {
      throw new LoadException("a connection broke", e);
    } catch (ExecutionException e) {
      throw new LoadException("the answers could not be read: " + e.getCause(), e);
    } finally {
      reader.interrupt();
      reader.join();
    }
  }

  private void read(Pace pace, long count, CompletableFuture<LoadReport> report) {
    AnswerLoop answers = new AnswerLoop(selector, (connection, now) -> free.add(connection));
    try {
      for (long read = 0; read < count && !Thread.currentThread().isInterrupted(); ) {
        read += answers.turn();
      }
      report.complete(answers.report(pace.startNanos()));
    } catch (IOException | RuntimeException e) {
      report.completeExceptionally(e);
    }
  }

  private Connection freeConnection(CompletableFuture<LoadReport> report)
      throws InterruptedException, ExecutionException {
    while (true) {
      Connection connection = free.poll(CHECK_MILLIS, TimeUnit.MILLISECONDS);
      if (connection != null) {
        return connection;
      }
      if (report.isDone()) {
        report.get();
      }
    }
  }
}
