package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Runs the fixes that are safe: grants and attributes of Plimsoll's roles, event triggers enabled
 * always, tables added to the publication, operations published, settings of Plimsoll's topics.
 */
public final class Fixer {
  private final Targets targets;

  public Fixer(Targets targets) {
    this.targets = targets;
  }

  /**
   * What was run.
   *
   * @param error why it failed, empty when it did not
   */
  public record Outcome(String id, String text, String error) {}

  /** Each on its own: one that fails leaves the others. */
  public List<Outcome> run(List<Finding> findings) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Finding finding : findings) {
      Fix fix = finding.fix();
      if (fix.safe() && seen.add(fix.text())) {
        outcomes.add(new Outcome(finding.id(), fix.text(), run(fix)));
      }
    }
    return outcomes;
  }

  private String run(Fix fix) throws InterruptedException {
    try {
      switch (fix) {
        case Fix.None none -> {}
        case Fix.Advice advice -> {}
        case Fix.Sql sql -> run(sql);
        case Fix.TopicSetting setting -> KafkaAsker.set(setting);
      }
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }

  private void run(Fix.Sql sql) throws SQLException {
    try (Connection connection = PostgresDoctor.connect(targets.postgres().orElseThrow());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // A table in use must not make every other session queue behind the fix.
      statement.execute("set local lock_timeout = '10s'");
      statement.execute(sql.text());
      connection.commit();
    }
  }
}
