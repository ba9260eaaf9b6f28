package io.plimsoll.local.draft;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A catalog drafted from a database. The same schema gives the same text.
 *
 * @param text YAML with comments; every query of it has been parsed, and prepared on the database
 * @param leftOut how many comments tell of a query that is not there
 */
public record CatalogDraft(String text, int queries, int tables, int leftOut) {
  private static final List<String> SYSTEM =
      List.of("pg_catalog", "information_schema", "plimsoll", "pg_toast");

  /**
   * Reads the database; changes nothing.
   *
   * @param schemas the first one's tables get the shortest paths
   * @param wanted {@code name} or {@code schema.name}; none for all
   * @throws DraftException when there is nothing to draft, or something that was asked for
   */
  public static CatalogDraft of(Connection connection, List<String> schemas, List<String> wanted)
      throws SQLException, DraftException {
    for (String schema : schemas) {
      if (SYSTEM.contains(schema)) {
        throw new DraftException("%s is a system schema".formatted(schema));
      }
    }
    List<Table> all = new SchemaReader(connection).tables(schemas);
    List<Table> tables = all.stream().filter(table -> isWanted(table, wanted)).toList();
    requireAll(tables, wanted);
    if (tables.isEmpty()) {
      throw new DraftException("there is no table in schema " + String.join(", ", schemas));
    }
    return write(Drafter.draft(tables, schemas), new DraftCheck(connection), schemas);
  }

  private static boolean isWanted(Table table, List<String> wanted) {
    return wanted.isEmpty() || wanted.contains(table.name()) || wanted.contains(table.fullName());
  }

  private static void requireAll(List<Table> tables, List<String> wanted) throws DraftException {
    Set<String> missing = new TreeSet<>(wanted);
    tables.forEach(table -> missing.removeAll(List.of(table.name(), table.fullName())));
    if (!missing.isEmpty()) {
      throw new DraftException(
          "there is no table %s in the schemas that were given (a partition is read through its root)"
              .formatted(String.join(", ", missing)));
    }
  }

  private static CatalogDraft write(
      List<Drafter.Part> parts, DraftCheck check, List<String> schemas) throws DraftException {
    List<String> lines = new ArrayList<>(head(schemas));
    int queries = 0;
    int leftOut = 0;
    int tables = 0;
    for (Drafter.Part part : parts) {
      List<String> comments = new ArrayList<>(part.leftOut());
      List<QueryDraft> drafts = new ArrayList<>();
      for (Shape shape : part.shapes()) {
        switch (check.check(shape)) {
          case DraftCheck.Outcome.Fine fine -> drafts.add(fine.draft());
          case DraftCheck.Outcome.Bad bad -> comments.add(shape.path() + ": " + bad.reason());
        }
      }
      lines.add("");
      lines.add("  # " + plain(part.table().fullName()));
      comments.forEach(comment -> lines.add("  # - left out: " + plain(comment)));
      for (QueryDraft draft : drafts) {
        lines.add("");
        lines.addAll(draft.yaml());
      }
      queries += drafts.size();
      leftOut += comments.size();
      tables += drafts.isEmpty() ? 0 : 1;
    }
    if (queries == 0) {
      throw new DraftException(
          "nothing can be drafted:\n"
              + String.join("\n", lines.subList(head(schemas).size(), lines.size())).strip());
    }
    return new CatalogDraft(String.join("\n", lines) + "\n", queries, tables, leftOut);
  }

  private static List<String> head(List<String> schemas) {
    return List.of(
        "# A draft by plimsoll init from schema %s: keep what the API shall serve, and change what you like."
            .formatted(plain(String.join(", ", schemas))),
        "# What an answer depends on is worked out from its SQL. It is cached for 1h at most (ttl), and what is served is never",
        "# older than 2s (max-staleness): say otherwise at a query. Lists come in pages: `after` is the key of the last row.",
        "",
        "queries:");
  }

  /** A name may have line breaks, which would end the comment. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}|\\p{Zl}|\\p{Zp}", "?");
  }
}
