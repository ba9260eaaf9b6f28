package io.plimsoll.local.keys;

import io.plimsoll.core.auth.ApiKey;
import io.plimsoll.core.auth.Rate;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * {@code plimsoll.api_keys}. Everything is done as the role {@code plimsoll_admin}, which may do
 * this and nothing else. The connection stays the caller's, with that role. Not thread-safe.
 */
public final class KeyStore {
  private static final int ID_BYTES = 6;

  private static final String COLUMNS =
      "id, name, tenant, scopes, rate_requests, rate_seconds, created, expires, revoked";

  private static final String INSERT =
      "insert into plimsoll.api_keys (hash, id, name, tenant, scopes, rate_requests, rate_seconds, expires)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?) returning "
          + COLUMNS;

  private static final String REVOKE =
      "update plimsoll.api_keys set revoked = now() where id = ? and revoked is null returning "
          + COLUMNS;

  private static final String LIST =
      "select " + COLUMNS + " from plimsoll.api_keys order by created, id";

  private final Connection connection;
  private final SecureRandom random = new SecureRandom();

  /** A key that was just made: the only time that its text is known. */
  public record Made(ApiKey key, KeyRow row) {}

  /**
   * Takes the role.
   *
   * @param connection in autocommit, of a superuser, of plimsoll_admin or of who may become it
   */
  public KeyStore(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("set role plimsoll_admin");
    }
  }

  /** Makes one. */
  public Made create(NewKey wanted) throws SQLException {
    ApiKey key = ApiKey.random(random);
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, key.hash());
      insert.setString(2, HexFormat.of().formatHex(id));
      insert.setString(3, wanted.name());
      insert.setString(4, wanted.tenant().orElse(null));
      insert.setArray(5, connection.createArrayOf("text", wanted.scopes().toArray()));
      rate(insert, wanted.rate());
      insert.setObject(8, wanted.expires().map(e -> e.atOffset(ZoneOffset.UTC)).orElse(null));
      return new Made(key, rows(insert).getFirst());
    }
  }

  /** Ends one for good; empty when there is none with this id that was not revoked. */
  public Optional<KeyRow> revoke(String id) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REVOKE)) {
      update.setString(1, id);
      return rows(update).stream().findFirst();
    }
  }

  /** All there ever were, oldest first. */
  public List<KeyRow> list() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LIST)) {
      return rows(select);
    }
  }

  private static void rate(PreparedStatement insert, Optional<Rate> rate) throws SQLException {
    if (rate.isPresent()) {
      insert.setInt(6, rate.get().requests());
      insert.setInt(7, Math.toIntExact(rate.get().per().toSeconds()));
    } else {
      insert.setNull(6, Types.INTEGER);
      insert.setNull(7, Types.INTEGER);
    }
  }

  private static List<KeyRow> rows(PreparedStatement statement) throws SQLException {
    List<KeyRow> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rows.add(
            new KeyRow(
                row.getString("id"),
                row.getString("name"),
                Optional.ofNullable(row.getString("tenant")),
                List.of((String[]) row.getArray("scopes").getArray()),
                rate(row),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                time(row, "expires"),
                time(row, "revoked")));
      }
    }
    return rows;
  }

  private static Optional<Rate> rate(ResultSet row) throws SQLException {
    int requests = row.getInt("rate_requests");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new Rate(requests, Duration.ofSeconds(row.getInt("rate_seconds"))));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
