package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A condition on a column of a list's answer that a request may set.
 *
 * @param column as the answer names it
 * @param param that has the value; null when the request does not set the condition
 * @param as the type in the database that the value is compared as, where it is not the parameter's
 */
public record Filter(String column, Op op, Param param, Optional<String> as) {
  /** What a column can be compared by: the names that PostgREST and Hasura have for them. */
  public enum Op {
    EQ("="),
    GT(">"),
    GTE(">="),
    LT("<"),
    LTE("<="),
    IN("= any");

    private final String sql;

    Op(String sql) {
      this.sql = sql;
    }

    static Optional<Op> named(String key) {
      return Arrays.stream(values()).filter(op -> op.key().equals(key)).findFirst();
    }

    /** As the catalog and the parameters have it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The parameter of a column with this comparison. */
    String param(String column) {
      return this == EQ ? column : column + '_' + key();
    }
  }

  /** The condition; its text is the catalog's, its value a parameter. */
  List<SqlScanner.Piece> given() {
    boolean array = op == Op.IN;
    String before = as.isPresent() ? "cast(" : "";
    String behind = as.map(type -> " as " + type + (array ? "[])" : ")")).orElse("");
    return List.of(
        new SqlScanner.Piece.Text(
            Paging.quoted(column) + " " + op.sql + (array ? "(" : " ") + before),
        new SqlScanner.Piece.Name(param.name()),
        new SqlScanner.Piece.Text(behind + (array ? ")" : "")));
  }

  /** The condition, or that it is not set. */
  List<SqlScanner.Piece> optional() {
    List<SqlScanner.Piece> pieces = new ArrayList<>();
    pieces.add(new SqlScanner.Piece.Text("("));
    pieces.add(new SqlScanner.Piece.Name(param.name()));
    pieces.add(new SqlScanner.Piece.Text(" is null or "));
    pieces.addAll(given());
    pieces.add(new SqlScanner.Piece.Text(")"));
    return pieces;
  }
}
