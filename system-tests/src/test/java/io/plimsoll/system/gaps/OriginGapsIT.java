package io.plimsoll.system.gaps;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.system.WalWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes back in time: what was read, cached and published there is no more. */
final class OriginGapsIT {
  private static final String INCARNATION = "select token from plimsoll.incarnation";

  @TempDir static Path copies;
  private static GapStack gaps;

  @BeforeAll
  static void start() {
    gaps = GapStack.start(stack -> stack);
  }

  @AfterAll
  static void stop() {
    gaps.close();
  }

  @Test
  void commitThatACrashTookBack_isNotServedAnyMore() throws Exception {
    Witness witness = Witness.uncached(gaps);
    phantom(witness);

    gaps.stack().postgres().start();
    witness.changed();
    gaps.worker().resume();

    assertThat(gaps.sqlValue("select count(*) from articles where title like 'phantom %'"))
        .isEqualTo("0");
    witness.healsTo("old", "phantom", "incarnation");
  }

  @Test
  void coldCopyPutBack_behindWhatWasPublished_isSeenByThePosition() throws Exception {
    Witness witness = Witness.cached(gaps);
    copyWhileStopped("behind");
    witness.untilHit("old");
    gaps.sql(witness.update("undone"));
    witness.untilHit("undone");

    String before = gaps.sqlValue(INCARNATION);

    putBack("behind");
    witness.changed();

    witness.healsTo("old", "undone", "origin-rewound");
    assertThat(gaps.sqlValue(INCARNATION))
        .as("what was read before is not stored any more")
        .isNotEqualTo(before);
  }

  @Test
  void coldCopyPutBack_andWrittenBeyondWhatWasPublished_isSeenByTheReplay() throws Exception {
    Witness witness = Witness.cached(gaps);
    copyWhileStopped("beyond");
    witness.untilHit("old");
    gaps.sql(witness.update("undone"));
    witness.untilHit("undone");

    gaps.stopWorker();
    putBack("beyond");
    witness.changed();
    gaps.sql("create table filler as select generate_series(1, 50000)", "drop table filler");
    gaps.worker().start();

    witness.healsTo("old", "undone", "origin-rewound");
  }

  /**
   * A commit with synchronous_commit=off is read and cached, and the server dies before it writes
   * its WAL. Nobody else may flush it: the worker, whose heartbeats would, and the WAL writer hang.
   */
  private static void phantom(Witness witness) throws Exception {
    EmbeddedPostgres postgres = gaps.stack().postgres();
    gaps.worker().pause();
    try (Connection connection = gaps.connect(gaps.stack().endpoints().postgres().jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = off");
      var _ = WalWriter.hold(connection);
      statement.execute(witness.update("phantom"));
    }
    witness.untilHit("phantom");
    postgres.kill();
  }

  private static void copyWhileStopped(String name) throws Exception {
    EmbeddedPostgres postgres = gaps.stack().postgres();
    postgres.stop();
    copy(data(), copies.resolve(name));
    postgres.start();
  }

  private static void putBack(String name) throws Exception {
    EmbeddedPostgres postgres = gaps.stack().postgres();
    postgres.stop();
    copy(copies.resolve(name), data());
    postgres.start();
  }

  private static Path data() {
    return gaps.stack().data().resolve("postgres").resolve("pgdata");
  }

  /** Makes {@code to} the same as {@code from}, rights and all. */
  private static void copy(Path from, Path to) throws Exception {
    run("rm", "-rf", to.toString());
    run("cp", "-a", from.toString(), to.toString());
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
