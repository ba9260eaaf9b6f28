package io.plimsoll.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Connections to the origin, as a client that knows nothing of Plimsoll would make them. */
public record Database(BenchTarget target) {

  /** In autocommit: the return of an UPDATE is the return of its commit. */
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", target.jdbcUser());
    properties.setProperty("password", target.jdbcPassword());
    properties.setProperty("ApplicationName", "plimsoll bench");
    return DriverManager.getConnection(target.jdbcUrl(), properties);
  }

  /** The ids of published articles, lowest first. */
  List<Long> articles(int most) {
    try (Connection connection = connect();
        PreparedStatement select =
            connection.prepareStatement(
                "select id from articles where status = 'published' order by id limit ?")) {
      select.setInt(1, most);
      List<Long> ids = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      return ids;
    } catch (SQLException e) {
      throw new BenchException(
          "cannot read articles: bench needs the articles example and a user that may update it; "
              + e.getMessage(),
          e);
    }
  }
}
