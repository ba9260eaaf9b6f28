package io.plimsoll.local.draft;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/** Whether a drafted query is one that the catalog takes and this database can run. */
final class DraftCheck {
  private final Connection connection;

  DraftCheck(Connection connection) {
    this.connection = connection;
  }

  /** What was found out. */
  sealed interface Outcome {
    record Fine(QueryDraft draft) implements Outcome {}

    record Bad(String reason) implements Outcome {}
  }

  /** The plainest way to write it that works. */
  Outcome check(Shape shape) {
    Outcome outcome = check(shape, Quoting.NEEDED);
    return outcome instanceof Outcome.Fine ? outcome : check(shape, Quoting.ALL);
  }

  private Outcome check(Shape shape, Quoting quoting) {
    QueryDraft draft = shape.written(quoting);
    try {
      Catalog catalog =
          CatalogParser.parse("draft", "queries:\n" + String.join("\n", draft.yaml()) + "\n");
      QueryDef query = catalog.queries().getFirst();
      if (!query.tables().equals(Set.of(shape.table().fullName()))) {
        return new Outcome.Bad("the catalog's parser takes its table for " + query.tables());
      }
      prepare(query.sql().jdbc());
      return new Outcome.Fine(draft);
    } catch (CatalogException | SQLException e) {
      return new Outcome.Bad(String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip());
    }
  }

  /** Asking for the parameters' types makes Postgres parse it. */
  private void prepare(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.getParameterMetaData();
    }
  }
}
