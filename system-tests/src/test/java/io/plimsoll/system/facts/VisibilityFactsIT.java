package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a commit can be seen, on a primary whose synchronous standby is frozen at will. */
class VisibilityFactsIT {
  @TempDir private static Path folder;
  private static FactServers servers;

  @BeforeAll
  static void start() throws SQLException {
    servers = FactServers.withSynchronousStandby(folder);
    servers.execute("create table items (id int primary key, title text)");
    servers.execute("create publication items for table items");
    servers.setUpOrigin("public.items");
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    servers.execute("truncate items", "insert into items values (1, 'old'), (2, 'old')");
  }

  @AfterEach
  void thaw() {
    servers.standby.resume();
  }

  /** What one statement sees: the titles, and its snapshot. */
  private record Read(String titles, Stamp.Primary stamp) {}

  private static Read read(Connection connection) throws SQLException {
    List<String> row =
        Sql.row(
            connection,
            "select string_agg(title, ',' order by id), pg_current_snapshot() from items");
    return new Read(row.getFirst(), Stamp.Primary.parse(row.getLast()));
  }

  private static Read freshRead() throws SQLException {
    try (Connection connection = servers.primary.connect(FactServers.DATABASE)) {
      return read(connection);
    }
  }

  @Test
  void decodedCommit_isNotVisibleToANewSnapshot() throws Exception {
    try (LogicalStream stream = new LogicalStream(servers, "items");
        Writer writer = new Writer(servers, "on")) {
      Xid xid = writer.write("update items set title = 'new' where id = 1");
      servers.standby.pause();
      CompletableFuture<Void> commit = writer.commit();

      Mark mark = stream.await(xid).mark(xid);
      Read after = freshRead();
      assertThat(after.titles()).isEqualTo("old,old");
      assertThat(after.stamp().sees(mark)).as("the rule").isFalse();
      assertThat(commit).isNotDone();

      servers.standby.resume();
      commit.join();
      assertThat(freshRead().titles()).isEqualTo("new,old");
      assertThat(freshRead().stamp().sees(mark)).isTrue();
    }
  }

  @Test
  void commitsOfOneTable_becomeVisibleInAnotherOrderThanTheWal() throws Exception {
    try (LogicalStream stream = new LogicalStream(servers, "items");
        Writer waiting = new Writer(servers, "on");
        Writer passing = new Writer(servers, "local")) {
      Xid first = waiting.write("update items set title = 'new' where id = 1");
      Xid second = passing.write("update items set title = 'new' where id = 2");
      servers.standby.pause();
      CompletableFuture<Void> commit = waiting.commit();
      Mark firstMark = stream.await(first).mark(first);
      passing.commit().join();
      Mark secondMark = stream.await(second).mark(second);

      Read between = freshRead();

      // The second is the last of the WAL and has the greatest id: seeing it proves nothing.
      assertThat(firstMark.commitEnd()).isLessThan(secondMark.commitEnd());
      assertThat(first).isLessThan(second);
      assertThat(between.titles()).isEqualTo("old,new");
      assertThat(between.stamp().sees(secondMark)).isTrue();
      assertThat(between.stamp().sees(firstMark)).as("the rule: marks are a set").isFalse();
      servers.standby.resume();
      commit.join();
    }
  }

  @Test
  void writingTransaction_seesItsOwnRowsAndItsOwnIdAsVisible() throws Exception {
    try (Writer writer = new Writer(servers, "local")) {
      Xid own = writer.write("update items set title = 'uncommitted' where id = 1");
      // A later transaction ends, so that ids up to its own count as assigned.
      servers.execute("update items set title = 'later' where id = 2");

      Read inside = read(writer.connection);

      Mark mark = new Mark(own, servers.flushed());
      assertThat(inside.titles()).isEqualTo("uncommitted,later");
      assertThat(inside.stamp().sees(mark)).as("a stamp that cannot be trusted").isTrue();
      assertThat(freshRead().titles()).isEqualTo("old,later");
      assertThat(freshRead().stamp().sees(mark)).isFalse();
      assertThat(Sql.value(writer.connection, "select pg_current_xact_id_if_assigned()"))
          .as("what the rule asks")
          .isEqualTo(own.toString());
    }
  }

  /** READ ONLY does not keep a function from assigning an id; so the read asks for it. */
  @Test
  void readOnlyTransaction_mayHaveAnId_andIsThenNotAnswered() throws IOException {
    QueryDef query = query("writing", "select pg_current_xact_id()::text as id, title from items");
    SchemaVersion schema = new SchemaVersion();
    try (HikariDataSource pool = readerPool()) {
      PostgresOrigin origin = new PostgresOrigin(pool, schema, System::nanoTime);
      assertThatThrownBy(() -> origin.read(request(query)))
          .isInstanceOf(OriginException.class)
          .hasMessageContaining("has written");
      assertThat(
              origin.read(request(query("reading", "select title from items"))).content().found())
          .isTrue();
    }
  }

  private static ReadRequest request(QueryDef query) {
    Query lookup = new Query(new CacheKey("facts"), List.of(), FactServers.SOON);
    return new ReadRequest(query, List.of(), lookup, true);
  }

  private static QueryDef query(String name, String sql) throws IOException {
    Path file = folder.resolve("catalog.yaml");
    Files.writeString(
        file,
        """
        queries:
          %s:
            get: /items
            sql: %s
            ttl: 1h
            max-staleness: 2s
        """
            .formatted(name, sql));
    return CatalogParser.parse(file).queries().getFirst();
  }

  private static HikariDataSource readerPool() {
    return OriginPool.open(
        new OriginPool.Settings(
            "facts",
            servers.primary.jdbcUrl(FactServers.DATABASE),
            "plimsoll_reader",
            FactServers.READER_PASSWORD,
            1,
            FactServers.SOON,
            FactServers.SOON,
            true));
  }
}
