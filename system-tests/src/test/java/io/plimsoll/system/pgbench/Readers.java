package io.plimsoll.system.pgbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Asks all four queries at a bounded rate and keeps every answer. Most questions are about few
 * accounts, some about any, some about what does not exist. The two lists are asked seldom: without
 * the cache each costs a scan of a table that pgbench gives no index for it.
 */
final class Readers implements AutoCloseable {
  private static final int FAVOURITES = 2_000;
  private static final double ANY = 0.1;
  private static final int BEYOND = 1_000;

  private final String api;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final int[] favourites;
  private volatile boolean ending;

  Readers(String api, long seed) {
    this.api = api;
    this.favourites = new Random(seed).ints(FAVOURITES, 1, Truth.ACCOUNTS + 1).toArray();
  }

  void start(long seed) {
    read(seed + 1, Duration.ofMillis(5), random -> new Question.Account(account(random)));
    read(seed + 2, Duration.ofMillis(5), random -> new Question.Account(account(random)));
    read(seed + 3, Duration.ofMillis(40), random -> new Question.History(account(random)));
    read(seed + 4, Duration.ofMillis(30), random -> new Question.Branch(branch(random)));
    read(seed + 5, Duration.ofSeconds(1), random -> new Question.TopAccounts(branch(random)));
  }

  private int account(Random random) {
    if (random.nextDouble() < ANY) {
      return 1 + random.nextInt(Truth.ACCOUNTS + BEYOND);
    }
    return favourites[(int) (FAVOURITES * Math.pow(random.nextDouble(), 3))];
  }

  private static int branch(Random random) {
    return 1 + random.nextInt(Truth.BRANCHES + 1);
  }

  private void read(long seed, Duration pause, Function<Random, Question> next) {
    Random random = new Random(seed);
    running.add(
        threads.submit(() -> {
          while (!ending) {
            answers.add(ask(next.apply(random)));
            Thread.sleep(pause);
          }
          return null;
        }));
  }

  Answer ask(Question question) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + question.path()))
            .timeout(Duration.ofSeconds(20))
            .build();
    Instant asked = Instant.now();
    return Answer.of(question, asked, http.send(request, BodyHandlers.ofString()));
  }

  /** Asks once more. */
  Answer get(Question question) {
    try {
      return ask(question);
    } catch (IOException e) {
      throw new UncheckedIOException(question.path(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether the cache has answered this query. */
  boolean hasHit(String query) {
    return answers.stream().anyMatch(a -> a.hit() && a.question().query().equals(query));
  }

  /** Ends the reading and rethrows what went wrong in it. */
  List<Answer> end() throws ExecutionException, InterruptedException {
    ending = true;
    for (Future<?> task : running) {
      task.get();
    }
    return List.copyOf(answers);
  }

  @Override
  public void close() {
    ending = true;
    threads.close();
    http.close();
  }
}
