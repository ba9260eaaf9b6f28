package io.plimsoll.core.catalog;

import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.statement.ReturningClause;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is, which tables it names and what else it uses.
 *
 * @param reads a SELECT or VALUES, whatever its parts do
 * @param writes some part of it is an INSERT, UPDATE, DELETE or MERGE, or creates a table
 * @param locks some part of it is FOR UPDATE, FOR SHARE or their like
 * @param returns it gives rows
 */
record SqlShape(
    boolean reads,
    boolean writes,
    boolean locks,
    boolean returns,
    SortedSet<String> tables,
    SortedSet<String> written,
    SqlUses uses) {

  static SqlShape of(List<SqlScanner.Piece> pieces) throws SqlException {
    String text = text(pieces);
    Statement statement = parse(text);
    SqlWalker walker = new SqlWalker();
    walker.walk(statement);
    if (walker.nameless().isPresent()) {
      throw new SqlException("has a name with an empty part: " + walker.nameless().get());
    }
    boolean reads = statement instanceof Select;
    return new SqlShape(
        reads,
        walker.writes(),
        walker.locks(),
        reads || returning(statement) != null,
        walker.tables(),
        walker.written(),
        walker.uses(SqlScanner.literals(text)));
  }

  /** As written. */
  static String text(List<SqlScanner.Piece> pieces) {
    return pieces.stream()
        .map(piece ->
            switch (piece) {
              case SqlScanner.Piece.Text text -> text.text();
              case SqlScanner.Piece.QuestionMark mark -> "?";
              case SqlScanner.Piece.Name name -> ":" + name.name();
            })
        .collect(Collectors.joining());
  }

  private static Statement parse(String sql) throws SqlException {
    try {
      return CCJSqlParserUtil.parse(sql);
    } catch (JSQLParserException e) {
      throw new SqlException("cannot be parsed: " + reason(e));
    }
  }

  private static @Nullable ReturningClause returning(Statement statement) {
    return switch (statement) {
      case Insert insert -> insert.getReturningClause();
      case Update update -> update.getReturningClause();
      case Delete delete -> delete.getReturningClause();
      default -> null;
    };
  }

  private static String reason(JSQLParserException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ParseException parse && parse.currentToken != null) {
        Token token = parse.currentToken.next;
        String found = token == null ? "the end" : Parsed.quote(token.image);
        Token at = token == null ? parse.currentToken : token;
        return "unexpected %s at line %d, column %d of the SQL"
            .formatted(found.equals("\"\"") ? "end" : found, at.beginLine, at.beginColumn);
      }
    }
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
