package io.plimsoll.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each mutant of docs/simulation.md is caught by its seed. {@code
 * -Dplimsoll.simulation.search=3000} looks for the seeds anew, up to that one, and prints the
 * table.
 */
class MutantsTest {
  private static final Path DOCS = Path.of("../docs/simulation.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| ([^|]+) \\| `([^`]+)` \\| (\\d+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final long SEARCH = Long.getLong("plimsoll.simulation.search", 0);
  private static final List<String> WANTED =
      Arrays.stream(System.getProperty("plimsoll.simulation.mutants", "").split(",", -1))
          .filter(name -> !name.isEmpty())
          .toList();

  private record Row(String rule, String mutant, long seed, String verdict) {}

  private static List<Row> rows() {
    try {
      Matcher rows = ROW.matcher(Files.readString(DOCS));
      return rows.results()
          .map(r -> new Row(r.group(1), r.group(2), Long.parseLong(r.group(3)), r.group(4)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCS, e);
    }
  }

  @Test
  void theDocs_listExactlyTheMutants() {
    assertThat(rows().stream().map(row -> row.mutant() + ": " + row.rule()))
        .containsExactlyElementsOf(
            Mutants.all().stream().map(m -> m.name() + ": " + m.rule()).toList());
  }

  @TestFactory
  List<DynamicTest> eachMutant_isCaughtByItsSeed() {
    return rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.mutant(), () -> isCaught(row)))
        .toList();
  }

  private static void isCaught(Row row) {
    Mutant mutant =
        Mutants.all().stream().filter(m -> m.name().equals(row.mutant())).findFirst().orElseThrow();
    assertThat(mutant.load().apply(row.seed())).isEqualTo(row.verdict());
    assertThat(new Simulation().run(row.seed(), new TreeMap<>()))
        .as("with the rule, seed %d", row.seed())
        .isEmpty();
  }

  @Test
  void search_whenAskedFor_findsSeeds() {
    if (SEARCH == 0) {
      return;
    }
    for (Mutant mutant : Mutants.all()) {
      if (!WANTED.isEmpty() && !WANTED.contains(mutant.name())) {
        continue;
      }
      LongFunction<String> run = mutant.load();
      String verdict = "";
      long seed = 0;
      while (verdict.isEmpty() && seed < SEARCH) {
        verdict = run.apply(++seed);
      }
      System.out.printf("| %s | `%s` | %d | %s |%n", mutant.rule(), mutant.name(), seed, verdict);
      assertThat(verdict).as("mutant %s up to seed %d", mutant.name(), SEARCH).isNotEmpty();
    }
  }

  /** Prints a line for each rule that another one covers; a seed that needs it is no failure. */
  @Test
  void searchCovered_whenAskedFor_findsNone() {
    for (Mutant mutant : SEARCH == 0 ? List.<Mutant>of() : CoveredMutants.all()) {
      LongFunction<String> run = mutant.load();
      String verdict = "";
      long seed = 0;
      while (verdict.isEmpty() && seed < SEARCH) {
        verdict = run.apply(++seed);
      }
      System.out.printf("covered: %s up to seed %d: %s%n", mutant.name(), seed, verdict);
    }
  }
}
