package io.plimsoll.system.gaps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One cached article. Its title changes while nobody tells the cache, and then it must be as if
 * somebody had: never the old title beyond the bound, soon the new one, from the cache, and
 * everywhere the code of what has happened.
 */
final class Witness {
  /** The catalog's max-staleness of an article, and what clocks and the socket take. */
  private static final Duration BOUND = Duration.ofMillis(2_100);

  private static final AtomicLong rows = new AtomicLong(5_000);

  private final GapStack gaps;
  private final long row = rows.incrementAndGet();
  private final int logFrom;
  private long changedNanos = Long.MAX_VALUE;

  private Witness(GapStack gaps) {
    this.gaps = gaps;
    this.logFrom = gaps.workerLog().size();
  }

  /** An article whose title «old …» is in the cache. */
  static Witness cached(GapStack gaps) {
    Witness witness = new Witness(gaps);
    gaps.sql(witness.update("old"));
    witness.untilHit("old");
    return witness;
  }

  /** An article with the title «old …» that nobody has read, and whose event has passed. */
  static Witness uncached(GapStack gaps) {
    Witness witness = new Witness(gaps);
    Witness behind = cached(gaps);
    gaps.sql(witness.update("old"), behind.update("passed"));
    behind.untilHit("passed"); // it was cached with another title, so its event has been applied
    return witness;
  }

  String path() {
    return "/articles/" + row;
  }

  String title(String kind) {
    return kind + " " + row;
  }

  /** The statement that gives it another title. */
  String update(String kind) {
    return "update articles set title = '%s' where id = %d".formatted(title(kind), row);
  }

  /** Asks until the cache answers with this title. */
  void untilHit(String kind) {
    await(path() + " as a hit with " + kind)
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> gaps.get(path()), answer -> GapStack.hit(answer) && says(answer, kind));
  }

  /** Commits the new title. */
  Witness change() {
    gaps.sql(update("new"));
    return changed();
  }

  /** From now on the old title is wrong. */
  Witness changed() {
    changedNanos = System.nanoTime();
    return this;
  }

  /** Asks until the cache has the new title, and judges each answer on the way. */
  void heals(String... codes) {
    healsTo("new", "old", codes);
  }

  void healsTo(String right, String wrong, String... codes) {
    List<String> late = new ArrayList<>();
    await(path() + " as a hit with " + right)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          long asked = System.nanoTime();
          HttpResponse<String> answer = gaps.get(path());
          if (says(answer, wrong) && asked > changedNanos + BOUND.toNanos()) {
            late.add(answer.headers().map().toString());
          }
          return !late.isEmpty() || (GapStack.hit(answer) && says(answer, right));
        });
    assertThat(late).as("answers with the lost title beyond the bound").isEmpty();
    told(codes);
  }

  private void told(String... codes) {
    for (String code : codes) {
      await("the worker's log to tell " + code)
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () -> assertThat(epochs()).anyMatch(line -> line.contains("code=" + code + " ")));
      await("metrics-collector knows " + code)
          .atMost(Duration.ofSeconds(10))
          .until(() -> gaps.epochs(code) > 0);
      assertThat(gaps.summary()).contains("\"" + code + "\":");
    }
  }

  /** The worker's log lines about epochs since this witness was made. */
  List<String> epochs() {
    return gaps.workerLog().stream()
        .skip(logFrom)
        .filter(line -> line.contains("event=epoch"))
        .toList();
  }

  private boolean says(HttpResponse<String> answer, String kind) {
    return answer.body().contains("\"title\":\"" + title(kind) + '"');
  }
}
