package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL with its parameters made ready for JDBC, and what it reads.
 *
 * @param source as written
 * @param jdbc with {@code (?::bigint)} for each {@code :id}, {@code (?::bigint[])} for an array,
 *     {@code ??} for an operator's {@code ?} and no closing semicolon; ends with a line break, so
 *     that it can be wrapped although it may end with a comment
 * @param numbered the same for a function's body: {@code ($1::bigint)}, by {@link #parameters}
 * @param names parameter of each {@code ?}, in order, with repetitions
 * @param tables {@code schema.name} as in pg_class of every table, view or partition it names
 * @param written those of them that it changes
 * @param uses what else it names
 */
public record SqlTemplate(
    String source,
    String jdbc,
    String numbered,
    List<String> names,
    SortedSet<String> tables,
    SortedSet<String> written,
    SqlUses uses) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\(\\$\\d+::[a-z]+(\\[])?\\)");

  public SqlTemplate {
    names = List.copyOf(names);
    tables = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    written = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(written));
  }

  static SqlTemplate of(
      String source, List<SqlScanner.Piece> pieces, SqlShape shape, Map<String, ValueType> types) {
    return of(source, pieces, shape.tables(), shape.written(), shape.uses(), types);
  }

  /** With other text around it that names no other table or function. */
  SqlTemplate rewritten(List<SqlScanner.Piece> pieces, Map<String, ValueType> types) {
    return of(SqlShape.text(pieces), pieces, tables, written, uses, types);
  }

  private static SqlTemplate of(
      String source,
      List<SqlScanner.Piece> pieces,
      SortedSet<String> tables,
      SortedSet<String> written,
      SqlUses uses,
      Map<String, ValueType> types) {
    StringBuilder jdbc = new StringBuilder();
    StringBuilder numbered = new StringBuilder();
    List<String> names = new ArrayList<>();
    List<String> distinct = new ArrayList<>();
    for (SqlScanner.Piece piece : pieces) {
      switch (piece) {
        case SqlScanner.Piece.Text text -> {
          jdbc.append(text.text());
          numbered.append(text.text());
        }
        case SqlScanner.Piece.QuestionMark mark -> {
          jdbc.append("??");
          numbered.append('?');
        }
        case SqlScanner.Piece.Name name -> {
          ValueType type = java.util.Objects.requireNonNull(types.get(name.name()), name.name());
          jdbc.append("(?::").append(type.sqlName()).append(')');
          if (!distinct.contains(name.name())) {
            distinct.add(name.name());
          }
          numbered.append("($").append(distinct.indexOf(name.name()) + 1);
          numbered.append("::").append(type.sqlName()).append(')');
          names.add(name.name());
        }
      }
    }
    String text = jdbc.toString().strip() + "\n";
    return new SqlTemplate(
        source, text, numbered.append('\n').toString(), names, tables, written, uses);
  }

  /**
   * Where in the source a character of {@link #numbered} comes from.
   *
   * @param index counted from 0, as the result
   */
  public int sourceIndex(int index) {
    Matcher placeholder = PLACEHOLDER.matcher(numbered);
    int here = 0;
    int inSource = 0;
    for (SqlScanner.Piece piece : pieces()) {
      int length = 1;
      int sourceLength = 1;
      if (piece instanceof SqlScanner.Piece.Text(String text)) {
        length = text.length();
        sourceLength = length;
      } else if (piece instanceof SqlScanner.Piece.Name(String name)) {
        placeholder.region(here, numbered.length());
        length = placeholder.lookingAt() ? placeholder.end() - here : 0;
        sourceLength = name.length() + 1;
      }
      if (index < here + length) {
        return inSource + (piece instanceof SqlScanner.Piece.Name ? 0 : index - here);
      }
      here += length;
      inSource += sourceLength;
    }
    return inSource;
  }

  List<SqlScanner.Piece> pieces() {
    try {
      return SqlScanner.scan(source);
    } catch (SqlException e) {
      throw new IllegalStateException("it has been scanned before", e);
    }
  }

  /** Each parameter once, in the order of {@link #numbered}. */
  public List<String> parameters() {
    return names.stream().distinct().toList();
  }
}
