package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * SQL with its parameters made ready for JDBC, and what it reads.
 *
 * @param source as written
 * @param jdbc with {@code (?::bigint)} for each {@code :id}, {@code (?::bigint[])} for an array,
 *     {@code ??} for an operator's {@code ?} and no closing semicolon; ends with a line break, so
 *     that it can be wrapped although it may end with a comment
 * @param names parameter of each {@code ?}, in order, with repetitions
 * @param tables {@code schema.name} as in pg_class of every table, view or partition it names
 * @param uses what else it names
 */
public record SqlTemplate(
    String source, String jdbc, List<String> names, SortedSet<String> tables, SqlUses uses) {
  public SqlTemplate {
    names = List.copyOf(names);
    tables = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tables));
  }

  static SqlTemplate of(
      String source, List<SqlScanner.Piece> pieces, SqlShape shape, Map<String, ValueType> types) {
    StringBuilder jdbc = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (SqlScanner.Piece piece : pieces) {
      switch (piece) {
        case SqlScanner.Piece.Text text -> jdbc.append(text.text());
        case SqlScanner.Piece.QuestionMark mark -> jdbc.append("??");
        case SqlScanner.Piece.Name name -> {
          ValueType type = java.util.Objects.requireNonNull(types.get(name.name()), name.name());
          jdbc.append("(?::").append(type.sqlName()).append(')');
          names.add(name.name());
        }
      }
    }
    String text = jdbc.toString().strip() + "\n";
    return new SqlTemplate(source, text, names, shape.tables(), shape.uses());
  }
}
