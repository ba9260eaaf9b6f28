package io.plimsoll.local.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the publication, and whether every table is in it and may be read. */
final class PublicationJudge {
  private static final Rule PUBLICATION =
      new Rule(
          "postgres-publication",
          "insert, update, delete and truncate, each partition under its own name",
          "an operation that is not published changes answers that stay cached");
  private static final Rule COVERAGE =
      new Rule(
          "postgres-published",
          "every table of the catalog published and watched, those of its views too",
          "queries of a table that is not are served and never stored");
  private static final Rule FILTERS =
      new Rule(
          "postgres-publication-filters",
          "no row filters and no column lists",
          "changes of hidden rows and columns would not be told");
  private static final Rule READER =
      new Rule(
          "postgres-reader-grants",
          "SELECT for plimsoll_reader on every table and view of the catalog",
          "the API reads as plimsoll_reader");

  /** The API ends answers by {@code plimsoll.invalidate()}, and reads nothing of it. */
  private static final String FILLED_BY_FUNCTION = "plimsoll.invalidated";

  private PublicationJudge() {}

  static List<Finding> judge(PublicationFacts facts) {
    List<Finding> findings = new ArrayList<>();
    if (facts.publication().isEmpty()) {
      findings.add(PUBLICATION.fail("there is no publication " + facts.name(), RoleJudge.SETUP));
    } else {
      findings.add(publication(facts.name(), facts.publication().get()));
    }
    List<Finding> coverage = new ArrayList<>();
    facts
        .missing()
        .forEach(name ->
            coverage.add(
                COVERAGE.fail(
                    name + " is no table or view of this database",
                    name.startsWith("plimsoll.")
                        ? RoleJudge.SETUP
                        : new Fix.Advice("create it, or mend the catalog"))));
    if (facts.publication().isPresent()) {
      facts.tables().forEach(table -> covered(facts.name(), table).ifPresent(coverage::add));
    }
    long count = facts.tables().stream().filter(table -> !table.own()).count();
    if (coverage.isEmpty() && facts.publication().isPresent()) {
      coverage.add(COVERAGE.ok("%d tables and views".formatted(count)));
    }
    findings.addAll(coverage);
    findings.addAll(each(facts, FILTERS, "none", table -> filtered(facts.name(), table)));
    findings.addAll(each(facts, READER, "granted", PublicationJudge::readable));
    return findings;
  }

  private static Finding publication(String name, PublicationFacts.Publication publication) {
    if (publication.allTables()) {
      return PUBLICATION.fail(
          name + " is FOR ALL TABLES: updates of tables without a key fail in the applications",
          new Fix.Advice("drop publication %s; -- then run the setup".formatted(name)));
    }
    if (!publication.unpublished().isEmpty()) {
      return PUBLICATION.fail(
          "not published: " + String.join(", ", publication.unpublished()),
          new Fix.Sql(
              "alter publication %s set (publish = 'insert, update, delete, truncate')"
                  .formatted(name)));
    }
    return publication.viaRoot()
        ? PUBLICATION.warn(
            "publish_via_partition_root = true: a partition's changes come under its root's name",
            new Fix.Advice(
                "alter publication %s set (publish_via_partition_root = false);".formatted(name)))
        : PUBLICATION.ok("all four");
  }

  private static Optional<Finding> covered(String publication, PublicationFacts.Table table) {
    if (table.kind().equals("f") || (table.streams() && !table.logged())) {
      return Optional.of(
          COVERAGE.warn(
              table.name()
                  + (table.kind().equals("f") ? " is a foreign table" : " is unlogged")
                  + ": its changes are not in the WAL",
              new Fix.Advice("expect its queries to be uncached, or make it a logged table")));
    }
    boolean publish = table.streams() && !table.published();
    boolean watch = !table.watched() && !table.own();
    if (!publish && !watch) {
      return Optional.empty();
    }
    String found = table.name() + (publish ? " is not published" : " is not watched");
    if (publish && !table.updatable()) {
      return Optional.of(
          COVERAGE.fail(
              found + ", and has no usable primary key: published as it is, its updates would fail",
              new Fix.Advice(
                  "alter table %s replica identity full; -- then %s"
                      .formatted(table.quoted(), RoleJudge.SETUP.text()))));
    }
    return Optional.of(
        COVERAGE.fail(found, new Fix.Sql(cover(publication, table, publish, watch))));
  }

  /** Waits for those who have written the table, as the setup does. */
  private static String cover(
      String publication, PublicationFacts.Table table, boolean publish, boolean watch) {
    List<String> statements = new ArrayList<>();
    if (publish) {
      statements.add("lock table only %s in share row exclusive mode".formatted(table.quoted()));
      statements.add(
          "alter publication %s add table only %s".formatted(publication, table.quoted()));
    }
    if (watch) {
      statements.add(
          "insert into plimsoll.watched values ('%s'::regclass, '%s') on conflict (relation) do update set name = excluded.name"
              .formatted(table.quoted().replace("'", "''"), table.name().replace("'", "''")));
    }
    return String.join("; ", statements);
  }

  private static Optional<Finding> filtered(String publication, PublicationFacts.Table table) {
    return table.filtered()
        ? Optional.of(
            FILTERS.fail(
                table.name() + " is published with a row filter or a column list",
                new Fix.Advice(
                    "begin; lock table only %2$s in share row exclusive mode; alter publication %1$s drop table only %2$s; alter publication %1$s add table only %2$s; commit;"
                        .formatted(publication, table.quoted()))))
        : Optional.empty();
  }

  private static Optional<Finding> readable(PublicationFacts.Table table) {
    return table.readable() || table.name().equals(FILLED_BY_FUNCTION)
        ? Optional.empty()
        : Optional.of(
            READER.fail(
                table.name() + " may not be read",
                new Fix.Sql(
                    "grant usage on schema %s to plimsoll_reader; grant select on %s to plimsoll_reader"
                        .formatted(table.quotedSchema(), table.quoted()))));
  }

  private static List<Finding> each(
      PublicationFacts facts,
      Rule rule,
      String healthy,
      java.util.function.Function<PublicationFacts.Table, Optional<Finding>> judge) {
    List<Finding> wrong = facts.tables().stream().map(judge).flatMap(Optional::stream).toList();
    return wrong.isEmpty() ? List.of(rule.ok(healthy)) : wrong;
  }
}
