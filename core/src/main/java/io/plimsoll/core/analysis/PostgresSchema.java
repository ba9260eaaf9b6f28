package io.plimsoll.core.analysis;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@link Schema} read from a connection, each thing once. The connection stays the caller's; what
 * fails there is a {@link SchemaException}. For one thread.
 */
final class PostgresSchema implements Schema {
  /** Types of which equal values have one text, by {@code pg_type.typname}. */
  private static final Set<String> PLAIN =
      Set.of("int2", "int4", "int8", "text", "varchar", "uuid", "bool", "date");

  private final Connection connection;
  private final String publication;
  private final Map<Long, Relation> relations = new HashMap<>();
  private final Map<Long, String> views = new HashMap<>();
  private final Map<Long, Type> types = new HashMap<>();
  private final Map<Long, Routine> routines = new HashMap<>();
  private final Map<Long, Boolean> collations = new HashMap<>();
  private final Map<Long, Operator> operators = new HashMap<>();
  private final Map<Long, String> labels = new HashMap<>();
  private final Set<Long> equalities = new HashSet<>();
  private final boolean utf8;

  PostgresSchema(Connection connection, String publication) throws SQLException {
    this.connection = connection;
    this.publication = publication;
    for (List<Object> row : rows(Statements.EQUALITIES)) {
      equalities.add((Long) row.getFirst());
    }
    utf8 = "UTF8".equals(rows(Statements.ENCODING).getFirst().getFirst());
  }

  @Override
  public Relation relation(long oid) {
    return relations.computeIfAbsent(oid, this::readRelation);
  }

  private Relation readRelation(long oid) {
    Map<Integer, Relation.Column> columns = new TreeMap<>();
    for (List<Object> c : asked(Statements.COLUMNS, oid)) {
      columns.put(
          ((Number) c.get(0)).intValue(),
          new Relation.Column(
              (String) c.get(1),
              (String) c.get(2),
              (String) c.get(3),
              "e".equals(c.get(5)),
              unfit(c)));
    }
    List<Set<String>> unique = new ArrayList<>();
    Set<String> indexed = new HashSet<>();
    Set<String> key = new HashSet<>();
    for (List<Object> index : asked(Statements.INDEXES, oid)) {
      List<String> names = Arrays.asList((String[]) index.get(0));
      indexed.add(names.getFirst());
      if ((Boolean) index.get(1)) {
        unique.add(Set.copyOf(names));
      }
      if ((Boolean) index.get(2)) {
        key.addAll(names);
      }
    }
    List<Object> r =
        asked(Statements.RELATION, publication, publication, oid).stream()
            .findFirst()
            .orElseThrow(() -> new SchemaException("relation " + oid + " is gone", null));
    return new Relation(
        oid,
        (String) r.get(0),
        ((String) r.get(1)).charAt(0),
        (String) r.get(2),
        columns,
        "f".equals(r.get(3)),
        key,
        unique,
        indexed,
        Optional.ofNullable((String) r.get(4)),
        (Boolean) r.get(5));
  }

  private static Optional<String> unfit(List<Object> column) {
    boolean deterministic = (Boolean) column.get(6);
    boolean generated = (Boolean) column.get(7);
    if (generated) {
      return Optional.of("is generated, and Postgres does not tell its old and new values");
    }
    if (!deterministic) {
      return Optional.of("has a collation that takes different texts for equal");
    }
    return PLAIN.contains(column.get(4)) || "e".equals(column.get(5))
        ? Optional.empty()
        : Optional.of(
            "is of type " + column.get(3) + ", whose equal values can have different texts");
  }

  @Override
  public String view(long oid) {
    return views.computeIfAbsent(oid, o -> (String) one(Statements.VIEW, o).getFirst());
  }

  @Override
  public boolean isPlainEquality(long opno) {
    return equalities.contains(opno);
  }

  @Override
  public boolean isDeterministic(long collation) {
    return collation == 0
        || collations.computeIfAbsent(
            collation, o -> (Boolean) one(Statements.COLLATION, o).getFirst());
  }

  @Override
  public Type type(long oid) {
    return types.computeIfAbsent(
        oid,
        o -> {
          List<Object> t = one(Statements.TYPE, o);
          return new Type(
              (String) t.get(0),
              ((String) t.get(1)).charAt(0),
              (Boolean) t.get(2),
              (Long) t.get(3),
              (Long) t.get(4));
        });
  }

  @Override
  public Optional<String> label(long enumValue) {
    return Optional.ofNullable(
        labels.computeIfAbsent(
            enumValue,
            o ->
                asked(Statements.LABEL, o).stream()
                    .map(row -> (String) row.getFirst())
                    .findFirst()
                    .orElse(null)));
  }

  @Override
  public Routine routine(long oid) {
    return routines.computeIfAbsent(
        oid,
        o -> {
          List<Object> p = one(Statements.ROUTINE, o);
          return new Routine(
              (String) p.get(0),
              ((String) p.get(1)).charAt(0),
              (Boolean) p.get(2),
              (Boolean) p.get(3));
        });
  }

  @Override
  public Operator operator(long opno) {
    return operators.computeIfAbsent(
        opno,
        o -> {
          List<Object> p = one(Statements.OPERATOR, o);
          return new Operator(
              (String) p.get(0), (String) p.get(1), (String) p.get(2), (Long) p.get(3));
        });
  }

  @Override
  public boolean isUtf8() {
    return utf8;
  }

  private List<Object> one(String sql, long oid) {
    return asked(sql, oid).stream()
        .findFirst()
        .orElseThrow(() -> new SchemaException("object " + oid + " is gone", null));
  }

  private List<List<Object>> asked(String sql, Object... values) {
    try {
      return rows(sql, values);
    } catch (SQLException e) {
      throw new SchemaException("cannot read the catalogs: " + e.getMessage(), e);
    }
  }

  private List<List<Object>> rows(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<List<Object>> all = new ArrayList<>();
        while (rows.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            Object value = rows.getObject(i);
            row.add(value instanceof Array array ? array.getArray() : value);
          }
          all.add(row);
        }
        return all;
      }
    }
  }

  /** All relations that were asked for, by name. */
  Map<String, Relation> seen() {
    Map<String, Relation> seen = new LinkedHashMap<>();
    relations.values().forEach(r -> seen.put(Objects.requireNonNull(r).name(), r));
    return seen;
  }
}
