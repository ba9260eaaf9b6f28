package io.plimsoll.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each mutant of the analysis's rules is found by its seed, and the rule itself is not. {@code
 * -Dplimsoll.oracle.search=500} looks for the seeds anew, up to that one, and prints them.
 */
final class OracleMutantsIT {
  private static final long SEARCH = Long.getLong("plimsoll.oracle.search", 0);

  private static OracleServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = new OracleServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<RuleMutants.Case> mutants() {
    return RuleMutants.all().stream();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void mutant_isFoundByItsSeed(RuleMutants.Case mutant) throws SQLException {
    RuleMutant.Runner runner = server.load(mutant.mutant());
    long seed = SEARCH > 0 ? search(mutant, runner) : mutant.seed();
    assertThat(runner.run(seed)).as("%s, seed %d", mutant, seed).isNotEmpty();
    assertThat(server.oracle().run(seed, Counts.empty())).as("with the rule").isEmpty();
  }

  private static long search(RuleMutants.Case mutant, RuleMutant.Runner runner) {
    long seed = 1;
    List<String> found = runner.run(seed);
    while (found.isEmpty() && seed < SEARCH) {
      found = runner.run(++seed);
    }
    System.out.printf("%s: %d%n", mutant, seed);
    return seed;
  }
}
