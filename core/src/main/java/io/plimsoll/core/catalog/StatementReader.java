package io.plimsoll.core.catalog;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Reads what queries and writes have alike: path, parameters and SQL, and whether they agree. */
final class StatementReader {
  /**
   * What could be read.
   *
   * @param complete whether path, params and sql are free of problems
   */
  record Statement(
      boolean complete,
      Optional<PathTemplate> path,
      Map<String, Optional<Param>> params,
      Optional<List<SqlScanner.Piece>> pieces,
      Optional<SqlShape> shape,
      String source) {

    Optional<SortedSet<String>> tables() {
      return shape.map(SqlShape::tables);
    }

    List<Param> declared() {
      return params.values().stream().flatMap(Optional::stream).toList();
    }

    SqlTemplate template() {
      Map<String, ValueType> types =
          declared().stream().collect(Collectors.toMap(Param::name, Param::type));
      return SqlTemplate.of(source, pieces.orElseThrow(), shape.orElseThrow(), types);
    }
  }

  private final YamlValue owner;
  private final YamlMap map;

  StatementReader(YamlValue owner, YamlMap map) {
    this.owner = owner;
    this.map = map;
  }

  /**
   * @param others where parameters come from that are not in the path
   */
  Statement read(Optional<YamlValue> pathValue, Param.In others) {
    int before = owner.problems().count();
    Optional<PathTemplate> path = pathValue.flatMap(PathReader::read);
    Optional<YamlMap> declared = map.get("params").flatMap(v -> v.map("a mapping of parameters"));
    Map<String, Optional<Param>> params =
        declared
            .map(new ParamReader(path.map(PathTemplate::variables).orElse(List.of()), others)::read)
            .orElseGet(LinkedHashMap::new);
    boolean known = declared.isPresent() || map.get("params").isEmpty();
    if (path.isPresent() && known) {
      declaredInPath(pathValue.orElseThrow(), path.get(), params);
    }
    Optional<YamlValue> sql = map.require("sql", owner);
    String source = sql.flatMap(v -> v.text("SQL text")).orElse("");
    Optional<List<SqlScanner.Piece>> pieces = sql.flatMap(v -> scan(v, source));
    if (pieces.isPresent() && known) {
      usedInSql(sql.orElseThrow(), pieces.get(), declared, path, params);
    }
    Optional<SqlShape> shape = pieces.flatMap(p -> shape(sql.orElseThrow(), p));
    boolean complete = pathValue.isPresent() && owner.problems().count() == before;
    return new Statement(complete, path, params, pieces, shape, source);
  }

  private static void declaredInPath(
      YamlValue value, PathTemplate path, Map<String, Optional<Param>> params) {
    for (String variable : path.variables()) {
      if (!params.containsKey(variable)) {
        value.problem("{" + variable + "} is not declared in params");
      }
    }
  }

  private static void usedInSql(
      YamlValue sql,
      List<SqlScanner.Piece> pieces,
      Optional<YamlMap> declared,
      Optional<PathTemplate> path,
      Map<String, Optional<Param>> params) {
    Set<String> used = new LinkedHashSet<>();
    pieces.forEach(piece -> {
      if (piece instanceof SqlScanner.Piece.Name name) {
        used.add(name.name());
      }
    });
    List<String> inPath = path.map(PathTemplate::variables).orElse(List.of());
    used.stream()
        .filter(name -> !params.containsKey(name) && !inPath.contains(name))
        .forEach(name -> sql.problem("uses :" + name + ", which is not declared in params"));
    declared.ifPresent(map ->
        map.entries()
            .forEach((name, entry) -> {
              if (!used.contains(name)) {
                entry.key().problem("is not used in the SQL");
              }
            }));
  }

  private static Optional<List<SqlScanner.Piece>> scan(YamlValue value, String source) {
    if (source.isBlank()) {
      if (value.isScalar() && !value.isNull()) {
        value.problem("must be SQL text, was empty");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(SqlScanner.scan(source));
    } catch (SqlException e) {
      value.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<SqlShape> shape(YamlValue value, List<SqlScanner.Piece> pieces) {
    try {
      SqlShape shape = SqlShape.of(pieces);
      shape.tables().stream()
          .filter(StatementReader::isSystem)
          .forEach(table ->
              value.problem("names " + table + ", a system table: its changes cannot be followed"));
      return Optional.of(shape);
    } catch (SqlException e) {
      value.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static boolean isSystem(String table) {
    return table.startsWith("pg_catalog.")
        || table.startsWith("information_schema.")
        || table.startsWith("plimsoll.")
        || table.startsWith("public.pg_");
  }
}
