package io.plimsoll.api.origin;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.core.catalog.WriteDef;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs writes of the catalog, one statement and one transaction each. Thread-safe; closes nothing.
 */
public final class OriginWriter {
  private final HikariDataSource pool;
  private final Map<String, String> sqlByWrite = new ConcurrentHashMap<>();

  public OriginWriter(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Runs a write; blocks.
   *
   * @param values one for each parameter of the SQL template, in its order
   * @return JSON of the first row it returned, UTF-8
   * @throws io.plimsoll.api.read.OriginException when it was refused, or nobody can know
   */
  public Optional<byte[]> write(WriteDef write, List<@Nullable Object> values) {
    String sql =
        sqlByWrite.computeIfAbsent(write.name(), n -> WriteSql.returningJson(write.sql().jdbc()));
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      Values.bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(row.getString(1).getBytes(StandardCharsets.UTF_8))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw SqlFailure.of("write " + write.name(), pool, e);
    }
  }
}
