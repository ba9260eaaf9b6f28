package io.plimsoll.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was once wrong in the analysis, each as small as it can be told. */
final class FoundIT {
  private static final Column NUMBER = Column.of("n", Kind.INT);
  private static final Build TABLES =
      new Build(
          "found",
          List.of(
              "create schema found",
              "create table found.a (id int primary key, x int)",
              "create table found.s (id int primary key, y int, z int)",
              "alter table found.a replica identity full",
              "alter table found.s replica identity full",
              "create index on found.s (y)"),
          List.of(
              "insert into found.a values (1, 10), (2, 20)",
              "insert into found.s values (1, 1, 1), (2, null, 2)"),
          List.of("found.a", "found.s"));

  private static OracleServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = new OracleServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** HAVING alone makes one group of all rows, of none too: the row of a is kept always. */
  @Test
  void existsWithHavingAlone_needsNoRow() throws SQLException {
    assertTold(
        """
        select a.x from found.a where exists
          (select 1 from found.s where s.y = a.id and s.id = :p having true) order by 1\
        """,
        Optional.of("1"),
        "update found.a set x = 21 where id = 2");
  }

  /** With a null the row of s matters whose y is null, and the row of a that it leads to. */
  @Test
  void nullSafeEquality_leadsOnWithNullToo() throws SQLException {
    assertTold(
        """
        select a.x from found.s join found.a on a.id = s.z where s.y is not distinct from :p\
        """,
        Optional.empty(),
        "update found.a set x = 21 where id = 2");
  }

  /** The values that lead on are read without an error. */
  @Test
  void constantBeyondTheColumnsType_isRead() throws SQLException {
    assertTold(
        """
        select a.x from found.s join found.a on a.id = s.z
        where s.y in (1, 3000000000) and s.id = :p\
        """,
        Optional.of("1"),
        "update found.a set x = 11 where id = 1");
  }

  private static void assertTold(String sql, Optional<String> value, String change)
      throws SQLException {
    RandomQuery query =
        new RandomQuery(
            "found",
            sql.replace('\n', ' '),
            false,
            List.of(new Params.Given("p", NUMBER, "int", true, false)));
    Map<String, Long> counts = Counts.empty();
    List<Violation> violations =
        server
            .oracle()
            .run(
                TABLES,
                List.of(new Asked(query, List.of(Map.of("p", value.map(List::of))))),
                List.of(new RandomTransaction(List.of(change))),
                counts);
    assertThat(violations.stream().map(v -> v.shown(TABLES))).isEmpty();
    assertThat(counts).containsEntry("pairs changed and hit", 1L);
  }
}
