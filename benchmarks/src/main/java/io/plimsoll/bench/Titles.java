package io.plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.bench.load.Answer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes growing versions into titles, and puts the old titles back when closed. */
final class Titles implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("plimsoll bench v(\\d+)");

  private final PreparedStatement update;
  private final Map<Long, String> before = new HashMap<>();
  private long version;

  Titles(Connection connection, List<Long> ids) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select title from articles where id = ?")) {
      for (long id : ids) {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
          row.next();
          before.put(id, row.getString(1));
        }
      }
    }
    update = connection.prepareStatement("update articles set title = ? where id = ?");
  }

  /** Commits a title with a version above all before. */
  long write(long id) throws SQLException {
    version++;
    set(id, "plimsoll bench v" + version);
    return version;
  }

  /** The version in an answer; 0 when it has none. */
  static long version(Answer answer) {
    Matcher found = VERSION.matcher(new String(answer.body(), UTF_8));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private void set(long id, String title) throws SQLException {
    update.setString(1, title);
    update.setLong(2, id);
    if (update.executeUpdate() != 1) {
      throw new BenchException("article %d is gone: who else writes?".formatted(id));
    }
  }

  @Override
  public void close() throws SQLException {
    try (update) {
      for (Map.Entry<Long, String> title : before.entrySet()) {
        set(title.getKey(), title.getValue());
      }
    }
  }
}
