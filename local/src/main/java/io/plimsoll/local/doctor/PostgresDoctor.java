package io.plimsoll.local.doctor;

import io.plimsoll.core.analysis.Analyzer;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.local.stack.PostgresUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks Postgres group by group: one that cannot be asked leaves the others. For one examination.
 */
final class PostgresDoctor {
  private static final Rule REACHABLE =
      new Rule("postgres-reachable", "an answer", "everything is read from it");
  private static final Rule ASKED =
      new Rule(
          "postgres-asked", "an answer to every question", "what cannot be asked is not judged");

  private final Targets targets;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> changing = new ArrayList<>();

  PostgresDoctor(Targets targets) {
    this.targets = targets;
    targets.catalog().map(Catalog::tables).ifPresent(changing::addAll);
  }

  /** The tables whose changes come with the stream: the catalog's, until Postgres was asked. */
  List<String> changing() {
    return List.copyOf(changing);
  }

  List<Finding> examine() {
    targets.postgres().ifPresent(this::primary);
    targets.standbys().forEach(this::standby);
    return List.copyOf(findings);
  }

  private interface Group {
    List<Finding> judge() throws SQLException;
  }

  private void primary(PostgresUrl url) {
    try (Connection connection = connect(url)) {
      findings.add(REACHABLE.ok(url.address()));
      SettingsFacts settings = SettingsFacts.ask(connection, targets.slot());
      findings.addAll(SettingsJudge.judge(settings));
      group(() -> SlotJudge.judge(SlotFacts.ask(connection, settings, targets.slot())));
      group(() -> RoleJudge.judge(RoleFacts.ask(connection)));
      group(() -> PublicationJudge.judge(publication(connection)));
      group(() -> IdentityJudge.judge(IdentityFacts.ask(connection, shapes(connection))));
      group(() -> LoadJudge.judge(LoadFacts.ask(connection), targets.pool(), targets.instances()));
    } catch (SQLException e) {
      findings.add(REACHABLE.fail(unreachable(url, e), check()));
    }
  }

  private void standby(PostgresUrl url) {
    try (Connection connection = connect(url)) {
      findings.addAll(StandbyJudge.judge(StandbyFacts.ask(connection, url.address())));
    } catch (SQLException e) {
      findings.add(REACHABLE.fail(unreachable(url, e), check()));
    }
  }

  private static String unreachable(PostgresUrl url, SQLException e) {
    return "%s: %s".formatted(url.address(), e.getMessage());
  }

  private static Fix check() {
    return new Fix.Advice("check address, password and pg_hba.conf");
  }

  private void group(Group group) {
    try {
      findings.addAll(group.judge());
    } catch (SQLException e) {
      findings.add(ASKED.unknown(String.valueOf(e.getMessage())));
    }
  }

  private PublicationFacts publication(Connection connection) throws SQLException {
    Set<String> wanted =
        new TreeSet<>(
            targets.catalog().isPresent()
                ? targets.catalog().get().tables()
                : PublicationFacts.watched(connection));
    wanted.addAll(Set.of("plimsoll.heartbeat", "plimsoll.ddl"));
    for (String later : List.of("plimsoll.shapes", "plimsoll.api_keys", "plimsoll.invalidated")) {
      if (Asked.exists(connection, later)) {
        wanted.add(later);
      }
    }
    PublicationFacts facts =
        PublicationFacts.ask(connection, targets.publication(), List.copyOf(wanted));
    changing.clear();
    facts.tables().stream()
        .filter(table -> table.streams() && !table.own())
        .map(PublicationFacts.Table::name)
        .forEach(changing::add);
    return facts;
  }

  /** Of a catalog that is given only its own tables matter: others may have registered theirs. */
  private Set<TagShape> shapes(Connection connection) throws SQLException {
    Set<TagShape> shapes = new TreeSet<>(IdentityFacts.registered(connection));
    if (targets.catalog().isPresent()) {
      Catalog catalog = targets.catalog().get();
      shapes.removeIf(shape -> !changing.contains(shape.table()));
      Analyzer.analyze(connection, targets.publication(), catalog.queries())
          .values()
          .forEach(analysis -> shapes.addAll(analysis.plan().shapes()));
      shapes.addAll(catalog.shapes());
    }
    return shapes;
  }

  static Connection connect(PostgresUrl url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", url.user());
    properties.setProperty("password", url.password());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("ApplicationName", "plimsoll-doctor");
    return DriverManager.getConnection(url.jdbcUrl(), properties);
  }
}
