package io.plimsoll.system.staleness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the epochs that the worker opens, over its restarts, from its own metric. */
final class EpochMeter implements AutoCloseable {
  private static final Pattern COUNT =
      Pattern.compile("(?m)^plimsoll_invalidate_epochs_total(?:\\{[^}]*})? ([0-9.E+]+)$");
  private static final long PAUSE_MILLIS = 100;

  private final URI metrics;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Tasks tasks = new Tasks();
  private final AtomicLong total = new AtomicLong();

  EpochMeter(URI admin) {
    metrics = admin.resolve("/metrics");
    tasks.start(this::count);
  }

  long total() {
    return total.get();
  }

  private Void count() throws InterruptedException {
    long before = 0;
    while (!tasks.ending()) {
      try {
        long now = ask();
        total.addAndGet(now >= before ? now - before : now); // less: the worker is a new one
        before = now;
      } catch (IOException e) {
        before = 0; // the worker is away, and a new one will begin at 0
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return null;
  }

  private long ask() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(60)).build();
    Matcher counts = COUNT.matcher(client.send(request, BodyHandlers.ofString()).body());
    double sum = 0;
    while (counts.find()) {
      sum += Double.parseDouble(counts.group(1));
    }
    return Math.round(sum);
  }

  @Override
  public void close() {
    tasks.close();
    client.close();
  }
}
