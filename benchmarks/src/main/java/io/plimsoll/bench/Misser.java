package io.plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One connection to Postgres that misses do their work on, one after the other: a lookup that finds
 * nothing, the statement, and the fill. Of one thread.
 */
final class Misser implements AutoCloseable {
  /** What they leave in Redis goes by itself, soon. */
  static final Duration TTL = Duration.ofSeconds(5);

  private static final Duration LOAD = Duration.ofMillis(1);

  private static final String ARTICLE =
      """
      (select row_to_json(q)::text from (
        select a.id, a.title, a.summary, a.body, a.status, a.category, a.created_at, a.updated_at,
               u.id as author_id, u.name as author,
               array(select t.tag from article_tags t where t.article_id = ? order by t.tag) as tags
        from articles a join users u on u.id = a.author_id
        where a.id = ?) q)\
      """;

  /** The same as what api-service's PostgresOrigin adds to a query. */
  private static final String PROOF =
      """
      , pg_current_snapshot()::text,
        (select token from plimsoll.incarnation),
        array(select id from plimsoll.ddl)::text,
        pg_current_wal_insert_lsn()::text,
        pg_current_xact_id_if_assigned() is not null\
      """;

  private final Connection connection;
  private final PreparedStatement statement;
  private final Cache cache;
  private final Filling filling;
  private final boolean proven;
  private final long pid;

  /** A way to store an answer; whether it was. */
  @FunctionalInterface
  interface Filling {
    CompletionStage<Boolean> fill(Fill fill);
  }

  /**
   * Connects.
   *
   * @param proven whether the statement also returns what the check of a fill needs
   */
  Misser(Database database, Cache cache, Filling filling, boolean proven) throws SQLException {
    this.cache = cache;
    this.filling = filling;
    this.proven = proven;
    connection = database.connect();
    statement = connection.prepareStatement("select " + ARTICLE + (proven ? PROOF : ""));
    try (PreparedStatement select = connection.prepareStatement("select pg_backend_pid()");
        ResultSet row = select.executeQuery()) {
      row.next();
      pid = row.getLong(1);
    }
  }

  /** Of the server's process behind the connection. */
  long pid() {
    return pid;
  }

  /** Whether the answer was stored. */
  boolean miss(Query question, long article) throws SQLException {
    Lookup lookup = Partition.done(cache.lookup(question));
    if (!(lookup instanceof Lookup.Miss miss)) {
      return false;
    }
    statement.setLong(1, article);
    statement.setLong(2, article);
    Content content;
    Proof proof;
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      content = new Content(true, "bench", row.getString(1).getBytes(UTF_8));
      proof = proven ? proof(row) : NO_PROOF;
    }
    return Partition.done(
        filling.fill(new Fill(question, miss.admission(), proof, content, TTL, LOAD)));
  }

  private static final Proof NO_PROOF =
      new Proof(
          new Stamp.Primary(Xid.NONE, Xid.NONE, List.of()), Incarnation.UNKNOWN, Partition.SHAPES);

  private static Proof proof(ResultSet row) throws SQLException {
    if (row.getString(4).isEmpty() || row.getString(5).isEmpty() || row.getBoolean(6)) {
      throw new BenchException("a read has a transaction id, or Postgres tells no position");
    }
    return new Proof(
        Stamp.Primary.parse(row.getString(2)), new Incarnation(row.getString(3)), Partition.SHAPES);
  }

  @Override
  public void close() throws SQLException {
    try (connection;
        statement) {
      // both are closed, whatever the other one says
    }
  }
}
