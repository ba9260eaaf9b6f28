package io.plimsoll.local.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends an incarnation and what does not. */
class OriginIncarnationIT {
  private static final String TOKEN = "select token from plimsoll.incarnation";

  @Test
  void incarnation_survivesCleanRestart_andIsGoneAfterCrash(@TempDir Path folder) throws Exception {
    try (TestServer server = TestServer.started(folder, Map.of())) {
      TestDatabase database = server.database();
      database.run("create table t (id int primary key)");
      database.setUp("t");
      String first =
          database.columnAs("plimsoll_capture", "select plimsoll.ensure_incarnation()").getFirst();

      server.postgres.restart();
      assertThat(database.columnAs("plimsoll_reader", TOKEN)).containsExactly(first);

      server.postgres.kill();
      server.postgres.start();
      assertThat(database.columnAs("plimsoll_reader", TOKEN)).isEmpty();

      String second =
          database.columnAs("plimsoll_capture", "select plimsoll.ensure_incarnation()").getFirst();
      assertThat(second).isNotEqualTo(first);
      assertThat(database.columnAs("plimsoll_reader", TOKEN)).containsExactly(second);
    }
  }

  @Test
  void setup_withoutLogicalWal_saysSo(@TempDir Path folder) throws Exception {
    try (TestServer server =
        TestServer.started(folder, Map.of("wal_level", "replica", "fsync", "off"))) {
      TestDatabase database = server.database();
      database.run("create table t (id int primary key)");

      assertThat(OriginSetupIT.failure(() -> database.setUp("t")))
          .hasMessage(
              "wal_level is replica, must be logical: run \"alter system set wal_level = logical\""
                  + " and restart PostgreSQL");
    }
  }
}
