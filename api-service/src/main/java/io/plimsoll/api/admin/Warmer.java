package io.plimsoll.api.admin;

import io.plimsoll.api.http.PathRequests;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warms the cache with lists of requests, one list at a time. Thread-safe; its owner closes it. */
final class Warmer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Warmer.class);
  private static final int MAX_RATE = 10_000;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final BiFunction<String, Optional<String>, PathRequests.Asked> requests;
  private final ReadThrough reads;
  private final int rate;
  private @Nullable WarmRun last;

  /**
   * Takes its parts.
   *
   * @param requests of a path and a tenant
   * @param rate requests a second unless another one is asked for
   */
  Warmer(
      BiFunction<String, Optional<String>, PathRequests.Asked> requests,
      ReadThrough reads,
      int rate) {
    this.requests = requests;
    this.reads = reads;
    this.rate = rate;
  }

  /** Paths of a list: one a line, with a query string maybe; {@code #} begins a comment. */
  static List<String> paths(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
  }

  /**
   * Begins with the list of a start; what becomes of it is logged.
   *
   * @param ready waited for first: the catalog must have been checked
   */
  void startWhen(BooleanSupplier ready, List<String> paths) {
    Thread.ofVirtual()
        .name("warm-start")
        .start(() -> {
          while (!ready.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
          }
          try {
            WarmRun run = begin(paths, rate, Optional.empty());
            log.info("event=warm requests={}", paths.size());
            tell(run);
          } catch (AdminProblem e) {
            log.warn("code=warm-skipped an operator was first: {}", e.getMessage());
          }
        });
  }

  private static void tell(WarmRun run) {
    run.await();
    WarmRun.Progress end = run.progress();
    log.info("event=warmed done={} failed={} left={}", end.done(), end.failed(), end.left());
    end.failures()
        .forEach(f -> log.warn("code=warm-failed path={} reason=\"{}\"", f.path(), f.reason()));
  }

  /** Takes a list as body, {@code ?rate=}, and {@code ?tenant=} for whom it is. */
  Reply start(AdminCall call) throws IOException {
    Optional<String> given = call.parameter("rate");
    int perSecond = given.map(Warmer::rate).orElse(rate);
    List<String> paths = paths(call.text());
    if (paths.isEmpty()) {
      throw AdminProblem.invalid("the body must have a path such as /articles/7 on each line");
    }
    begin(paths, perSecond, call.parameter("tenant"));
    return progress();
  }

  private static int rate(String text) {
    int rate = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (rate < 1 || rate > MAX_RATE) {
      throw AdminProblem.invalid(
          "rate: must be from 1 to %d a second, was \"%s\"".formatted(MAX_RATE, text));
    }
    return rate;
  }

  private synchronized WarmRun begin(List<String> paths, int perSecond, Optional<String> tenant) {
    WarmRun before = last;
    if (before != null && before.running()) {
      throw new AdminProblem(
          409, "warm-runs", "Warming runs", "wait for its end, or DELETE /admin/warm");
    }
    WarmRun run = new WarmRun(paths, perSecond, path -> requests.apply(path, tenant), reads);
    last = run;
    run.start();
    return run;
  }

  /** How far the last list is. */
  synchronized Reply progress() {
    WarmRun run = last;
    if (run == null) {
      return Reply.json(new JsonObject().put("state", "none").encode());
    }
    WarmRun.Progress now = run.progress();
    JsonArray failures = new JsonArray();
    now.failures()
        .forEach(
            f -> failures.add(new JsonObject().put("path", f.path()).put("reason", f.reason())));
    return Reply.json(
        new JsonObject()
            .put("state", now.running() ? "running" : "ended")
            .put("done", now.done())
            .put("failed", now.failed())
            .put("left", now.left())
            .put("failures", failures)
            .encode());
  }

  /** Begins no further request of the list. */
  synchronized Reply stop() {
    close();
    return progress();
  }

  @Override
  public synchronized void close() {
    WarmRun run = last;
    if (run != null) {
      run.stop();
    }
  }
}
