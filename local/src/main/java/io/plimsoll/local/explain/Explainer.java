package io.plimsoll.local.explain;

import io.plimsoll.core.analysis.Analysis;
import io.plimsoll.core.analysis.Analyzer;
import io.plimsoll.core.analysis.Finding;
import io.plimsoll.core.analysis.PlanText;
import io.plimsoll.core.analysis.Relation;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.analysis.ValueSource;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains queries on a database. For one connection, one thread. */
public final class Explainer {
  private final Connection connection;
  private final String publication;

  /**
   * Takes a connection in autocommit, as the role that will run the queries; it stays the caller's.
   */
  public Explainer(Connection connection, String publication) {
    this.connection = connection;
    this.publication = publication;
  }

  /**
   * Explains a query.
   *
   * @param values canonical text of parameters; empty when no tags of one answer are wanted
   */
  public Explanation explain(QueryDef query, Map<String, List<String>> values) throws SQLException {
    Analysis analysis =
        Objects.requireNonNull(
            Analyzer.analyze(connection, publication, List.of(query)).get(query.name()));
    TagPlan plan = analysis.plan();
    List<String> obstacles = new ArrayList<>();
    analysis.refused().stream().map(Finding::toString).forEach(obstacles::add);
    analysis.findings().stream().map(Finding::toString).forEach(obstacles::add);
    boolean runs = analysis.refused().isEmpty();
    return new Explanation(
        query.name(),
        "GET " + query.path(),
        runs,
        obstacles.isEmpty(),
        obstacles,
        List.copyOf(plan.relations()),
        rows(query, plan),
        runs && !values.isEmpty() ? tags(query, plan, values) : List.of(),
        Effects.of(plan, analysis.relations()),
        plan.captures().stream().map(TagPlan.Capture::sql).toList(),
        runs ? plan(query) : List.of(),
        hints(plan, analysis.relations()));
  }

  private static List<Explanation.Rows> rows(QueryDef query, TagPlan plan) {
    Set<String> nullable =
        query.params().stream()
            .filter(Param::nullable)
            .map(Param::name)
            .collect(Collectors.toSet());
    return new PlanText(nullable)
        .lines(plan).stream().map(line -> new Explanation.Rows(line.tags(), line.why())).toList();
  }

  private List<String> tags(QueryDef query, TagPlan plan, Map<String, List<String>> values)
      throws SQLException {
    List<Optional<List<String>>> captured = new ArrayList<>();
    for (TagPlan.Capture capture : plan.captures()) {
      captured.add(captured(query, capture, values));
    }
    List<String> tags = new ArrayList<>();
    plan.tags(values).forEach(tag -> tags.add(tag.toString()));
    plan.captured(values, captured).forEach(tag -> tags.add(tag.toString()));
    return tags;
  }

  private Optional<List<String>> captured(
      QueryDef query, TagPlan.Capture capture, Map<String, List<String>> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(capture.sql())) {
      for (int i = 0; i < capture.names().size(); i++) {
        String name = capture.names().get(i);
        boolean array =
            query.params().stream().anyMatch(p -> p.name().equals(name) && p.type().array());
        bind(statement, i + 1, values.get(name), array);
      }
      List<String> read = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          read.add(rows.getString(1));
        }
      }
      return read.size() > TagPlan.MAX_VALUES
          ? Optional.empty()
          : Optional.of(read.stream().distinct().toList());
    }
  }

  /** As text, which the select casts; an array in Postgres's form. */
  private static void bind(
      PreparedStatement statement, int index, @Nullable List<String> value, boolean array)
      throws SQLException {
    if (value == null) {
      statement.setString(index, null);
    } else if (array) {
      Array texts = statement.getConnection().createArrayOf("text", value.toArray());
      statement.setString(index, texts.toString());
    } else {
      statement.setString(index, value.getFirst());
    }
  }

  /** As it is for any values: that is what a prepared statement comes to run. */
  private List<String> plan(QueryDef query) throws SQLException {
    List<String> parameters = query.sql().parameters();
    Map<String, String> types =
        query.params().stream().collect(Collectors.toMap(Param::name, p -> p.type().sqlName()));
    String declared =
        parameters.isEmpty()
            ? ""
            : parameters.stream().map(types::get).collect(Collectors.joining(", ", "(", ")"));
    String nulls =
        parameters.isEmpty()
            ? ""
            : "(" + String.join(", ", Collections.nCopies(parameters.size(), "null")) + ")";
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("set plan_cache_mode = force_generic_plan");
      statement.execute("prepare plimsoll_explained" + declared + " as " + query.sql().numbered());
      try (ResultSet rows =
          statement.executeQuery("explain (costs off) execute plimsoll_explained" + nulls)) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      } finally {
        statement.execute("deallocate plimsoll_explained");
        statement.execute("reset plan_cache_mode");
      }
    }
    return lines;
  }

  private static List<String> hints(TagPlan plan, List<Relation> relations) {
    List<String> hints = new ArrayList<>();
    for (Relation relation : relations) {
      for (TagPlan.Rows rows : plan.rows()) {
        if (rows.table().equals(relation.name()) && !rows.choices().isEmpty()) {
          hints(relation, rows.choices().getFirst(), hints);
        }
      }
    }
    return hints.stream().distinct().toList();
  }

  private static void hints(Relation relation, TagPlan.Keys keys, List<String> hints) {
    List<String> asked =
        keys.columns().entrySet().stream()
            .filter(column -> !(column.getValue() instanceof ValueSource.Constants))
            .map(Map.Entry::getKey)
            .toList();
    if (!asked.isEmpty() && asked.stream().noneMatch(relation.indexed()::contains)) {
      hints.add(
          "no index begins with %s: create index on %s (%s)"
              .formatted(String.join(" or ", asked), relation.quoted(), String.join(", ", asked)));
    }
    if (!relation.full() && !relation.key().containsAll(keys.columns().keySet())) {
      hints.add(
          "Postgres does not tell old values of %s: alter table %s replica identity full; (each update and delete then writes the whole old row to the WAL)"
              .formatted(String.join(", ", keys.columns().keySet()), relation.quoted()));
    }
  }
}
