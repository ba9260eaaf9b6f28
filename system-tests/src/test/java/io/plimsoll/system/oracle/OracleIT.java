package io.plimsoll.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** Of 100 queries; more are a fault of the grammar. */
  private static final int MAX_REFUSED = 5;

  private static OracleServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = new OracleServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void changedAnswer_hasATagThatTheCaptureTells() throws SQLException {
    Map<String, Long> counts = Counts.empty();
    List<String> violations = new ArrayList<>();
    Oracle oracle = server.oracle();
    for (long seed = SEED; violations.isEmpty() && of(counts, "pairs") < PAIRS; seed++) {
      if (!oracle.run(seed, counts).isEmpty()) {
        violations.addAll(oracle.shrunk(seed));
      }
    }
    System.out.printf("Oracle: seed %d %s%n", SEED, counts);
    assertThat(violations).as("replay with -Dplimsoll.seed=").isEmpty();
    assertThat(counts)
        .as("a run that misses one proves nothing about it")
        .containsKeys(
            "queries keyed",
            "queries of any row",
            "queries with captures",
            "entries that changed",
            "pairs changed and hit");
    assertThat(of(counts, "pairs hit")).isBetween(1L, of(counts, "pairs") - 1);
    assertThat(100 * of(counts, "queries refused")).isLessThan(MAX_REFUSED * of(counts, "queries"));
  }

  private static long of(Map<String, Long> counts, String what) {
    return Objects.requireNonNullElse(counts.get(what), 0L);
  }
}
