package io.plimsoll.api.write;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.SqlFailure;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.Token;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Optional;

/**
 * Ends answers by hand, by a transaction of its own on the primary. It goes through the change
 * stream as any other, so every cache applies it in order, and a read that has not seen it is
 * stored by none. Thread-safe; closes nothing.
 */
public final class OriginInvalidator {
  private static final String ANY = "*";
  private static final String SQL = "select * from plimsoll.invalidate(?, ?::jsonb)";

  private final HikariDataSource reader;
  private final String publication;
  private final TagHash hash;

  /**
   * Takes its parts.
   *
   * @param publication that feeds the change stream
   */
  public OriginInvalidator(HikariDataSource reader, String publication, TagHash hash) {
    this.reader = reader;
    this.publication = publication;
    this.hash = hash;
  }

  /**
   * Ends whatever has one of these tags, and what any change of their tables ends; blocks.
   *
   * @return for who wants to read nothing from before; empty when the database has no incarnation
   *     yet: nothing is cached then
   * @throws io.plimsoll.api.read.OriginException when it was refused, or nobody can know
   */
  public Optional<Token> end(Collection<? extends Tag> tags) {
    JsonArray targets = new JsonArray();
    for (Tag tag : tags) {
      JsonObject target = new JsonObject().put("relation", tag.table());
      switch (tag) {
        case Tag.WholeTable whole -> targets.add(target);
        case Tag.AnyRow any -> targets.add(target.put("tag", ANY));
        case Tag.Keyed keyed -> targets.add(target.put("tag", hash.of(keyed)));
        case Tag.UnknownKey unknown -> targets.add(target.put("tag", hash.of(unknown)));
      }
    }
    return run(targets);
  }

  /** Likewise, everything: each cache begins a new epoch. */
  public Optional<Token> endAll() {
    return run(new JsonArray().add(new JsonObject().put("relation", ANY)));
  }

  private Optional<Token> run(JsonArray targets) {
    try (Connection connection = reader.getConnection()) {
      connection.setAutoCommit(false);
      String xid;
      Optional<String> incarnation;
      // The reader's transactions are read only unless they say otherwise.
      try (Statement writable = connection.createStatement();
          PreparedStatement statement = connection.prepareStatement(SQL)) {
        writable.execute("set transaction read write");
        statement.setString(1, publication);
        statement.setString(2, targets.encode());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          xid = row.getString(1);
          incarnation = Optional.ofNullable(row.getString(2));
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
      return OriginWriter.token(connection, xid, incarnation);
    } catch (SQLException e) {
      throw SqlFailure.of("invalidation", reader, e);
    }
  }
}
