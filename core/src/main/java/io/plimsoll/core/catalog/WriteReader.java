package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one of {@code writes}. */
final class WriteReader {
  private static final List<String> METHODS =
      Arrays.stream(WriteDef.Method.values()).map(WriteDef.Method::key).toList();
  private static final List<String> KEYS = keys();

  private WriteReader() {}

  static Optional<WriteDef> read(
      String name, YamlValue owner, YamlMap map, Map<String, Optional<QueryDef>> queries) {
    int before = owner.problems().count();
    map.allow(KEYS);
    Optional<WriteDef.Method> method = method(owner, map);
    StatementReader.Statement statement =
        new StatementReader(owner, map).read(method.flatMap(m -> map.get(m.key())), Param.In.BODY);
    statement.shape().ifPresent(shape -> check(map.get("sql").orElseThrow(), shape));
    Optional<Integer> status = map.get("status").flatMap(WriteReader::status);
    Optional<Guard> guard =
        map.get("if-match")
            .flatMap(value -> new GuardReader(queries).read(value, statement.declared()));
    List<String> writeThrough =
        map.get("write-through")
            .map(value -> new WriteThroughReader(queries).read(value, statement.declared()))
            .orElse(List.of());
    Access access = AccessReader.read(map, statement.declared());
    if (owner.problems().count() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new WriteDef(
            name,
            method.orElseThrow(),
            statement.path().orElseThrow(),
            statement.declared(),
            statement.template(),
            access,
            status.orElse(method.orElseThrow().defaultStatus()),
            guard,
            writeThrough));
  }

  private static Optional<WriteDef.Method> method(YamlValue owner, YamlMap map) {
    List<WriteDef.Method> given =
        Arrays.stream(WriteDef.Method.values())
            .filter(method -> map.get(method.key()).isPresent())
            .toList();
    if (given.size() != 1) {
      owner.problem("must have one of " + String.join(", ", METHODS) + ", has " + given.size());
    }
    return given.stream().findFirst();
  }

  private static void check(YamlValue sql, SqlShape shape) {
    if (!shape.writes()) {
      sql.problem("must change rows: INSERT, UPDATE or DELETE with RETURNING");
    } else if (!shape.returns()) {
      sql.problem("must end with RETURNING: its row is the response");
    }
  }

  private static Optional<Integer> status(YamlValue value) {
    Optional<String> text = value.text("a status from 200 to 299");
    if (text.isPresent() && !text.get().matches("2[0-9][0-9]")) {
      value.problem("must be a status from 200 to 299, was " + value.shown());
      return Optional.empty();
    }
    return text.map(Integer::valueOf);
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>(METHODS);
    keys.addAll(List.of("params", "sql", "status", "scope", "if-match", "write-through"));
    return List.copyOf(keys);
  }
}
