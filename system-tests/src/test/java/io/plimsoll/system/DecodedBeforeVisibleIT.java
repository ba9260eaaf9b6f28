package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.read.Answer;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.Lookup.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The scenario the product exists for. A commit waits for its synchronous standby: the change
 * stream has it already and has removed the cached answer, but a new read still gets the old row.
 * Whoever stores what it read then stores it after the invalidation, and nothing will ever remove
 * it.
 */
final class DecodedBeforeVisibleIT {
  private static final int ROUNDS = 12;
  private static final Duration ACKNOWLEDGED_AFTER = Duration.ofMillis(200);

  private static Articles articles;
  private static LateStandby standby;

  @BeforeAll
  static void start() throws Exception {
    articles = Articles.start(Articles.builder());
    articles.untilHit("/articles/1");
    standby = new LateStandby(articles, ACKNOWLEDGED_AFTER);
    articles.sql("alter system set synchronous_standby_names = '" + LateStandby.NAME + "'");
    articles.sql("select pg_reload_conf()");
  }

  @AfterAll
  static void stop() throws Exception {
    standby.close();
    articles.close();
  }

  @Test
  void loadInTheWindow_isAnsweredButNotStored() throws Exception {
    Run run = run(cache -> cache, 2_000);
    assertThat(run.staleHits()).as("nothing from before a commit stays behind").isZero();
    assertThat(run.refusedForMark()).as("the window was hit").isPositive();
  }

  @Test
  void sameLoad_withTheSnapshotCheckOff_leavesTheOldAnswerBehind() throws Exception {
    Run run = run(SeesEverything::new, 3_000);
    assertThat(run.staleHits()).as("so the test above can fail").isPositive();
    assertThat(run.refusedForMark()).isZero();
  }

  private record Run(int staleHits, int refusedForMark) {}

  /** Each round changes one article and reads it all the while from an instance of our own. */
  private static Run run(UnaryOperator<Cache> fillCheck, long firstRow) throws Exception {
    int stale = 0;
    int refused = 0;
    try (Instance instance = new Instance(articles, Instance.ARTICLE, fillCheck, origin -> origin);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long row = firstRow; row < firstRow + ROUNDS; row++) {
        String title = "new " + row;
        String update = "update articles set title = '" + title + "' where id = " + row;
        CompletableFuture<Void> commit =
            CompletableFuture.runAsync(() -> articles.sql(update), threads);
        while (!commit.isDone()) {
          refused += refusedForMark(instance.read(row)) ? 1 : 0;
        }
        commit.join();
        Answer after = instance.read(row);
        stale +=
            !new String(after.content().body(), StandardCharsets.UTF_8).contains(title) ? 1 : 0;
      }
    }
    return new Run(stale, refused);
  }

  private static boolean refusedForMark(Answer answer) {
    return answer.outcome() instanceof Answer.Outcome.Fetched fetched
        && fetched.refused().equals(Optional.of(Reason.MARK));
  }
}
