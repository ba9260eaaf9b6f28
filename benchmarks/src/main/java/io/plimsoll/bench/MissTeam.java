package io.plimsoll.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Several {@link Misser}s at a time; no two ask for the same. */
final class MissTeam implements AutoCloseable {
  private static final int SIZE = 4;

  private final List<Misser> missers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SIZE);
  private final List<Long> articles;
  private final AtomicLong next;

  @FunctionalInterface
  interface Hiring {
    Misser misser() throws SQLException;
  }

  /**
   * Connects.
   *
   * @param next number of the next question, shared by all teams
   */
  MissTeam(Hiring hiring, List<Long> articles, AtomicLong next) throws SQLException {
    this.articles = articles;
    this.next = next;
    try {
      for (int i = 0; i < SIZE; i++) {
        missers.add(hiring.misser());
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /** CPU time of the servers' processes behind the connections. */
  Duration backends() {
    return missers.stream()
        .map(misser -> new ProcessCpu("a Postgres backend", misser.pid()).total())
        .reduce(Duration.ZERO, Duration::plus);
  }

  Rival.Count run(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    List<Callable<Rival.Count>> work = new ArrayList<>();
    missers.forEach(misser -> work.add(() -> run(misser, end)));
    Rival.Count all = new Rival.Count(0, 0);
    try {
      for (Future<Rival.Count> one : threads.invokeAll(work)) {
        all = all.plus(one.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new BenchException("a miss failed: " + e.getCause(), e);
    }
  }

  private Rival.Count run(Misser misser, long end) throws SQLException {
    long done = 0;
    long failed = 0;
    while (System.nanoTime() < end) {
      long n = next.getAndIncrement();
      long article = articles.get((int) (n % articles.size()));
      failed += misser.miss(Partition.question(n), article) ? 0 : 1;
      done++;
    }
    return new Rival.Count(done, failed);
  }

  @Override
  public void close() {
    threads.shutdown();
    for (Misser misser : missers) {
      try {
        misser.close();
      } catch (SQLException e) {
        throw new BenchException("cannot close a connection to Postgres: " + e.getMessage(), e);
      }
    }
  }
}
