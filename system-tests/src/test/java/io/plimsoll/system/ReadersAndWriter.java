package io.plimsoll.system;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Load with a verdict: one writer bumps versions of articles past Plimsoll, readers ask the API, a
 * judge compares. Bounded in rate; ends with {@link #close}.
 */
final class ReadersAndWriter {
  /** The catalog's max-staleness of an article, and what the judge's clocks and the socket take. */
  static final Duration BOUND = Duration.ofMillis(2_100);

  private static final Pattern VERSION = Pattern.compile("\"title\":\"v(\\d+)\"");
  private static final long FIRST_ROW = 1_000;
  private static final int ROWS = 20;
  private static final int READERS = 3;
  private static final long PAUSE_MILLIS = 4;

  private final Articles articles;
  private final StalenessJudge judge = new StalenessJudge(BOUND);
  private final Map<String, Long> outcomes = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean ending;
  private volatile long lastVersion;

  ReadersAndWriter(Articles articles) {
    this.articles = articles;
    running.add(threads.submit(this::write));
    for (int i = 0; i < READERS; i++) {
      running.add(threads.submit(this::read));
    }
  }

  StalenessJudge judge() {
    return judge;
  }

  /** How often each outcome was seen: {@code hit}, or the reason why not, or a status. */
  Map<String, Long> outcomes() {
    return outcomes;
  }

  long lastVersion() {
    return lastVersion;
  }

  /** The rows that are written, by their path. */
  static List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      paths.add("/articles/" + (FIRST_ROW + i));
    }
    return paths;
  }

  private Void write() throws Exception {
    long version = 0;
    while (!ending) {
      try (Connection connection = articles.connect();
          PreparedStatement update =
              connection.prepareStatement("update articles set title = ? where id = ?")) {
        while (!ending) {
          long row = FIRST_ROW + ThreadLocalRandom.current().nextInt(ROWS);
          update.setString(1, "v" + ++version);
          update.setLong(2, row);
          update.executeUpdate();
          judge.committed(row, version);
          lastVersion = version;
          Thread.sleep(PAUSE_MILLIS);
        }
      } catch (SQLException e) {
        outcomes.merge("writer: " + e.getSQLState(), 1L, Long::sum); // Postgres is being stopped
        Thread.sleep(100);
      }
    }
    return null;
  }

  private Void read() throws Exception {
    while (!ending) {
      long row = FIRST_ROW + ThreadLocalRandom.current().nextInt(ROWS);
      long asked = System.nanoTime();
      try {
        Response response = articles.get("/articles/" + row);
        outcomes.merge(outcome(response), 1L, Long::sum);
        Matcher version = VERSION.matcher(response.body());
        if (response.status() == 200 && version.find()) {
          judge.read(row, Long.parseLong(version.group(1)), asked, response);
        }
      } catch (UncheckedIOException e) {
        outcomes.merge("exception", 1L, Long::sum);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return null;
  }

  private static String outcome(Response response) {
    if (response.status() != 200) {
      return "status " + response.status();
    }
    return response.hit() ? "hit" : response.detail();
  }

  /** Ends the load and rethrows what went wrong in it. */
  void close() throws ExecutionException, InterruptedException {
    ending = true;
    for (Future<?> task : running) {
      task.get();
    }
    threads.close();
  }
}
