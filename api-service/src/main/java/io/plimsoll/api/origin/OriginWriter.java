package io.plimsoll.api.origin;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs writes of the catalog, one statement and one transaction each. Thread-safe; closes nothing.
 */
public final class OriginWriter {
  private static final Logger log = LoggerFactory.getLogger(OriginWriter.class);

  private static final String FLUSHED =
      """
      select case when current_setting('synchronous_commit') <> 'off'
        then pg_current_wal_flush_lsn()::text end\
      """;

  private final HikariDataSource pool;
  private final Map<String, String> sqlByWrite = new ConcurrentHashMap<>();

  /**
   * What a write did.
   *
   * @param row JSON of the first row it returned, UTF-8; empty when it returned none
   * @param token empty when the database has no incarnation yet: nothing is cached then
   */
  public record Written(Optional<byte[]> row, Optional<Token> token) {}

  public OriginWriter(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Runs a write; blocks.
   *
   * @param values one for each parameter of the SQL template, in its order, as in a {@link
   *     io.plimsoll.api.read.ReadRequest}
   * @throws io.plimsoll.api.read.OriginException when it was refused, or nobody can know
   */
  public Written write(WriteDef write, List<@Nullable Object> values) {
    String sql =
        sqlByWrite.computeIfAbsent(write.name(), n -> WriteSql.returningJson(write.sql().jdbc()));
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      Values.bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Optional<byte[]> json =
            Optional.ofNullable(row.getString(1)).map(s -> s.getBytes(StandardCharsets.UTF_8));
        Xid xid = Xid.ofDecimal(row.getString(2));
        Optional<String> incarnation = Optional.ofNullable(row.getString(3));
        return new Written(json, incarnation.map(i -> token(connection, xid, i)));
      }
    } catch (SQLException e) {
      throw SqlFailure.of("write " + write.name(), pool, e);
    }
  }

  /**
   * Autocommit: the commit has returned, so its record is flushed and ends at or before the flush
   * position. Where commits do not wait for that, a crash may lose this one and put another in its
   * place in the log: then no position stands for it.
   */
  private static Token token(Connection connection, Xid xid, String incarnation) {
    Lsn behind;
    try (PreparedStatement statement = connection.prepareStatement(FLUSHED);
        ResultSet row = statement.executeQuery()) {
      row.next();
      String flushed = row.getString(1);
      behind = flushed == null ? Lsn.MAX : Lsn.parse(flushed);
    } catch (SQLException e) {
      // The write is done; only the primary can show it then.
      log.warn("code=token-without-lsn xid={} reason=\"{}\"", xid, e.getMessage());
      behind = Lsn.MAX;
    }
    return new Token(new Mark(xid, behind), new Incarnation(incarnation));
  }
}
