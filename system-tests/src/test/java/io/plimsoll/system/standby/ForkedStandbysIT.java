package io.plimsoll.system.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import java.net.URI;
import org.junit.jupiter.api.Test;

/**
 * The first standby becomes a primary of its own, the second one follows it; the stack stays with
 * the old primary. What is written on the new one never happened.
 */
final class ForkedStandbysIT {
  private static final int READS = 200;

  @Test
  void promotedStandby_andTheOneBehindIt_areNotReadFrom() {
    try (StandbyStack stack = StandbyStack.start(2, Service.API, Service.CDC)) {
      stack.awaitState(0, "up");
      stack.awaitState(1, "up");
      StandbyStack.until("an answer of the first", () -> reads(stack, 0, "standby-1"));
      follow(stack, stack.standby(0), stack.standby(1));
      stack.awaitState(1, "up");

      stack.stack().standbys().getFirst().promote();
      stack.sql(stack.standby(0), "update articles set title = 'Forked'");
      StandbyStack.until(
          "the second to follow the first",
          () ->
              stack
                  .sql(stack.standby(1), "select title from articles where id = 1")
                  .equals("Forked"));
      for (int i = 0; i < READS; i++) {
        Reply reply = stack.get("/articles/" + (2_000 + i));
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        assertThat(reply.body()).as("%s", reply).doesNotContain("Forked");
      }
      stack.awaitState(0, "promoted");
      stack.awaitState(1, "other-history");
      assertThat(stack.get("/articles/3000").source()).isEqualTo("primary");
    }
  }

  private static boolean reads(StandbyStack stack, int from, String source) {
    for (int i = from; i < from + 20; i++) {
      if (stack.get("/articles/" + (1_000 + i)).source().equals(source)) {
        return true;
      }
    }
    return false;
  }

  /** Streams from another standby from now on. */
  private static void follow(StandbyStack stack, PostgresUrl upstream, PostgresUrl standby) {
    URI at = URI.create(upstream.jdbcUrl().substring("jdbc:".length()));
    stack.sql(standby, "alter system set primary_slot_name = ''");
    stack.sql(
        standby,
        "alter system set primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=''%s'''"
            .formatted(at.getPort(), upstream.user(), upstream.password()));
    stack.sql(standby, "select pg_reload_conf()");
    StandbyStack.until(
        "the second to stream from the first",
        () ->
            stack
                .sql(upstream, "select count(*) from pg_stat_replication where state = 'streaming'")
                .equals("1"));
  }
}
