package io.plimsoll.system.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API with one standby: who answers, and that it is never wrong. */
final class StandbyReadsIT {
  private static StandbyStack stack;
  private static int row = 100;

  @BeforeAll
  static void start() {
    stack = StandbyStack.start(1, Service.API, Service.CDC);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** A path that nobody has asked for before. */
  private static String unread() {
    return "/articles/" + ++row;
  }

  @BeforeEach
  void standbyAnswers() {
    stack.awaitState(0, "up");
    StandbyStack.until("an answer of the standby", () -> stack.get(unread()).fromStandby());
  }

  private static String change(String title) {
    Reply written =
        stack.send(
            "PATCH",
            "/articles/" + row,
            "{\"title\":\"" + title + "\"}",
            "Content-Type",
            "application/json");
    assertThat(written.status()).as("%s", written).isEqualTo(200);
    return written.header("Plimsoll-Token");
  }

  private static double fallbacks(String reason) {
    return stack.metric("plimsoll_standby_fallbacks_total", "reason=\"" + reason + "\"");
  }

  @Test
  void answerOfAStandby_isStored() {
    StandbyStack.until(
        "a stored answer",
        () -> {
          String path = unread();
          Reply first = stack.get(path);
          Reply second = stack.get(path);
          return first.fromStandby()
              && first.cacheStatus().contains("; stored")
              && second.cacheStatus().contains("; hit")
              && second.body().equals(first.body());
        });
    assertThat(stack.metric("plimsoll_standby_reads_total", "standby=\"standby-1\"")).isPositive();
    assertThat(stack.metric("plimsoll_standby_lag_seconds")).isLessThan(60);
  }

  @Test
  void change_isShown_whoeverAnswers() {
    for (int i = 0; i < 20; i++) {
      String path = unread();
      stack.get(path);
      String title = "Changed " + i;
      stack.sql("update articles set title = '%s' where id = %d".formatted(title, row));
      StandbyStack.until(title, () -> stack.get(path).body().contains(title));
      StandbyStack.until(
          title + ", cached",
          () -> {
            Reply reply = stack.get(path);
            assertThat(reply.body()).as("%s", reply).contains(title);
            return reply.cacheStatus().contains("; hit");
          });
    }
  }

  @Test
  void pausedStandby_answersWithinTheBound_thenThePrimaryDoes() {
    stack.pauseReplay(0);
    stack.awaitState(0, "lagging");
    Reply reply = stack.get(unread());
    assertThat(reply.source()).as("%s", reply).isEqualTo("primary");
    double before = fallbacks("none-up") + fallbacks("bound");
    stack.get(unread());
    assertThat(fallbacks("none-up") + fallbacks("bound")).isGreaterThan(before);
    stack.resumeReplay(0);
  }

  @Test
  void tokenOfAWriteThatTheStandbyLacks_goesToThePrimary() {
    double before = fallbacks("token");
    stack.pauseReplay(0);
    String path = unread();
    String token = change("Written just now");
    Reply reply = stack.get(path, "Plimsoll-After", token);
    assertThat(reply.body()).as("%s", reply).contains("Written just now");
    assertThat(reply.source()).isEqualTo("primary");
    assertThat(fallbacks("token")).isGreaterThan(before);
    stack.resumeReplay(0);
  }

  @Test
  void tokenOfAWriteThatTheStandbyHas_isAnsweredThere() {
    StandbyStack.until(
        "a standby that shows a write",
        () -> {
          String path = unread();
          String token = change("Replayed");
          stack.awaitReplayed(0);
          // A key that no cache has: the token alone decides.
          Reply reply = stack.get(path, "Plimsoll-After", token);
          assertThat(reply.body()).as("%s", reply).contains("Replayed");
          return reply.fromStandby();
        });
  }

  /** After a crash another commit may stand where this one stood in the log. */
  @Test
  void tokenOfAWriteThatACrashMayLose_goesToThePrimary() {
    stack.sql("alter system set synchronous_commit = off");
    stack.sql("select pg_reload_conf()");
    StandbyStack.until(
        "a write that does not wait for its flush",
        () -> {
          String path = unread();
          String token = change("Not flushed");
          stack.awaitReplayed(0);
          Reply reply = stack.get(path, "Plimsoll-After", token);
          assertThat(reply.body()).as("%s", reply).contains("Not flushed");
          return reply.source().equals("primary");
        });
    stack.sql("alter system reset synchronous_commit");
    stack.sql("select pg_reload_conf()");
  }

  @Test
  void changeKnownToTheCache_isNotAnsweredByAStandbyThatLacksIt() {
    String path = unread();
    StandbyStack.until("a hit", () -> stack.get(path).cacheStatus().contains("; hit"));
    stack.pauseReplay(0);
    stack.sql("update articles set title = 'Known to the cache' where id = " + row);
    StandbyStack.until(
        "the new answer, stored",
        () -> {
          Reply reply = stack.get(path);
          return reply.body().contains("Known to the cache")
              && reply.cacheStatus().contains("; stored");
        });
    assertThat(fallbacks("behind-cache")).isPositive();
    stack.resumeReplay(0);
  }

  @Test
  void withoutTheHeartbeatsClock_thePrimaryAnswers() {
    stack.stack().redis().pause();
    stack.awaitState(0, "unknown-age");
    Reply reply = stack.get(unread());
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.source()).as("%s", reply).isEqualTo("primary");
    stack.stack().redis().resume();
  }

  @Test
  void drainedStandby_getsNoReads_untilItIsTakenBack() {
    Reply out = stack.admin("/admin/standbys", "{\"standby\":\"standby-1\",\"reads\":\"off\"}");
    assertThat(out.body()).isEqualTo("{\"standbys\":{\"standby-1\":\"drained\"}}");
    for (int i = 0; i < 10; i++) {
      Reply reply = stack.get(unread());
      assertThat(reply.source()).as("%s", reply).isEqualTo("primary");
    }
    Reply unknown = stack.admin("/admin/standbys", "{\"standby\":\"standby-2\",\"reads\":\"on\"}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.body()).contains("must be one of [standby-1], was");
    Reply unclear = stack.admin("/admin/standbys", "{\"standby\":\"standby-1\"}");
    assertThat(unclear.body()).contains("reads: must be on or off");
    assertThat(stack.admin("/admin/standbys", "").body()).contains("\"drained\"");

    Reply back = stack.admin("/admin/standbys", "{\"standby\":\"standby-1\",\"reads\":\"on\"}");
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    stack.awaitState(0, "up");
    StandbyStack.until("an answer of the standby", () -> stack.get(unread()).fromStandby());
  }

  @Test
  void killedStandby_failsNoRead_andIsTakenBack() {
    stack.stack().standbys().getFirst().kill();
    StandbyStack.until(
        "the monitor to see it",
        () -> {
          assertThat(stack.get(unread()).status()).isEqualTo(200);
          return stack.metric("plimsoll_standby_state", "state=\"down\"") == 1;
        });
    assertThat(stack.get(unread()).source()).isEqualTo("primary");
    stack.stack().standbys().getFirst().start();
  }

  @Test
  void silentStandby_failsNoRead_andIsTakenBack() {
    stack.stack().standbys().getFirst().pause();
    StandbyStack.until(
        "the monitor to see it",
        () -> {
          assertThat(stack.get(unread()).status()).isEqualTo(200);
          return stack.metric("plimsoll_standby_state", "state=\"down\"") == 1;
        });
    stack.stack().standbys().getFirst().resume();
  }
}
