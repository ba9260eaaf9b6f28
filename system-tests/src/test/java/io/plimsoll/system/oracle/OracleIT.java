package io.plimsoll.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * If a transaction changes an answer, one of the answer's tags is among those that the capture
 * tells of it: for random schemas, queries and transactions. {@code -Dplimsoll.seed=S} replays;
 * {@code -Dplimsoll.oracle.pairs=N} is how many pairs of a query and a transaction are judged.
 */
final class OracleIT {
  private static final long SEED = Long.getLong("plimsoll.seed", System.nanoTime());
  private static final long PAIRS = Long.getLong("plimsoll.oracle.pairs", 100_000);

  private static OracleServer server;
  private static Oracle oracle;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = new OracleServer(folder);
    oracle = new Oracle(server.url(), OracleServer.PASSWORD, OracleServer.PASSWORD, server.setup());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void changedAnswer_hasATagThatTheCaptureTells() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    List<String> violations = new ArrayList<>();
    for (long seed = SEED; counts.getOrDefault("pairs", 0L) < PAIRS; seed++) {
      violations.addAll(oracle.run(seed, counts));
    }
    System.out.printf("Oracle: seed %d %s%n", SEED, counts);
    assertThat(violations).as("replay with -Dplimsoll.seed=").isEmpty();
    assertThat(counts)
        .as("a run that misses one proves nothing about it")
        .containsKeys(
            "queries keyed",
            "queries of any row",
            "queries with captures",
            "pairs changed",
            "pairs hit");
  }
}
