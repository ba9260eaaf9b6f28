package io.plimsoll.system.oracle;

import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.freshness.Lsn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * All entries read in one snapshot, by one prepared statement. One that Postgres fails on is left
 * out from then on. Not thread-safe.
 */
final class Evaluation implements AutoCloseable {
  private static final String TIMEOUT = "statement timeout";

  private final Connection connection;

  private final Map<Integer, Entry> entries = new TreeMap<>();
  private PreparedStatement statement;

  /**
   * What is read at one moment.
   *
   * @param position of the WAL, behind everything that is seen
   * @param answers by number of the entry
   */
  record Shown(Lsn position, Map<Integer, Entry.Answer> answers) {}

  Evaluation(Connection connection, List<Entry> all) throws SQLException {
    this.connection = connection;
    for (int i = 0; i < all.size(); i++) {
      entries.put(i, all.get(i));
    }
    statement = prepare(entries.values());
  }

  private PreparedStatement prepare(Collection<Entry> all) throws SQLException {
    List<String> expressions = new ArrayList<>();
    expressions.add("pg_current_wal_insert_lsn()::text");
    all.forEach(entry -> expressions.addAll(entry.expressions()));
    PreparedStatement prepared =
        connection.prepareStatement("select " + String.join(",\n", expressions));
    prepared.unwrap(PGStatement.class).setPrepareThreshold(1);
    int at = 1;
    for (Entry entry : all) {
      for (@Nullable Object value : entry.bound()) {
        prepared.setObject(at++, value instanceof Parsed.Elements array ? sql(array) : value);
      }
    }
    return prepared;
  }

  private Array sql(Parsed.Elements array) throws SQLException {
    return connection.createArrayOf(array.type().sqlName(), array.canonical().toArray());
  }

  Shown read() throws SQLException {
    try {
      return read(statement, entries);
    } catch (SQLException e) {
      Origin.execute(connection, "set statement_timeout = 200");
      for (int number : List.copyOf(entries.keySet())) {
        if (fails(number)) {
          entries.remove(number);
        }
      }
      statement.close();
      Origin.execute(connection, "set statement_timeout = 20000");
      statement = prepare(entries.values());
      return read(statement, entries);
    }
  }

  /** Whether the query cannot be read. That only its captures cannot is a fault of the plan. */
  private boolean fails(int number) {
    Entry entry = Objects.requireNonNull(entries.get(number));
    Optional<String> failure = failure(entry);
    failure.ifPresent(entry::failed);
    boolean refused = failure.filter(text -> !text.contains(TIMEOUT)).isPresent();
    if (refused && failure(entry.bare()).isEmpty()) {
      throw new IllegalStateException(
          "can be read without its captures: %s%n%s%n%s"
              .formatted(failure.get(), entry, entry.plan()));
    }
    return failure.isPresent();
  }

  private Optional<String> failure(Entry entry) {
    try (PreparedStatement alone = prepare(List.of(entry))) {
      read(alone, Map.of(0, entry));
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Shown read(PreparedStatement statement, Map<Integer, Entry> entries)
      throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      Map<Integer, Entry.Answer> answers = new TreeMap<>();
      int at = 2;
      for (var entry : entries.entrySet()) {
        String json = String.valueOf(row.getString(at++));
        List<List<String>> captured = new ArrayList<>();
        for (int i = entry.getValue().plan().captures().size(); i > 0; i--) {
          captured.add(Arrays.asList((String[]) row.getArray(at++).getArray()));
        }
        answers.put(entry.getKey(), new Entry.Answer(json, captured));
      }
      return new Shown(Lsn.parse(row.getString(1)), answers);
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
