package io.plimsoll.system.facts;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/** The change stream as Postgres sends it: pgoutput, protocol version 1, on a temporary slot. */
final class LogicalStream implements AutoCloseable {
  private final Connection connection;
  private final PGReplicationStream stream;
  private final List<Transaction> transactions = new ArrayList<>();
  private StringBuilder messages = new StringBuilder();
  private long open;

  /**
   * A decoded transaction.
   *
   * @param xid its low 32 bits
   * @param commitEnd where its commit record ends
   * @param messages one letter for each: R relation, I insert, U update, D delete, T truncate …
   */
  record Transaction(long xid, Lsn commitEnd, String messages) {
    Mark mark(Xid full) {
      return new Mark(full, commitEnd);
    }
  }

  LogicalStream(FactServers servers, String publication) throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, "postgres");
    PGProperty.PASSWORD.set(properties, servers.primary.password());
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "17");
    connection =
        DriverManager.getConnection(servers.primary.jdbcUrl(FactServers.DATABASE), properties);
    PGConnection session = connection.unwrap(PGConnection.class);
    String slot = publication + "_stream";
    session
        .getReplicationAPI()
        .createReplicationSlot()
        .logical()
        .withSlotName(slot)
        .withOutputPlugin("pgoutput")
        .withTemporaryOption()
        .make();
    stream =
        session
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(slot)
            .withSlotOption("proto_version", 1)
            .withSlotOption("publication_names", publication)
            .start();
  }

  /** Waits for the commit of this transaction in the stream. */
  Transaction await(Xid xid) {
    return Awaitility.await("the decoded commit of " + xid)
        .atMost(FactServers.SOON)
        .until(() -> find(xid), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Transaction> find(Xid xid) throws SQLException {
    for (@Nullable ByteBuffer message = stream.readPending();
        message != null;
        message = stream.readPending()) {
      accept(message);
    }
    long low = xid.value() & 0xFFFF_FFFFL;
    return transactions.stream().filter(transaction -> transaction.xid() == low).findFirst();
  }

  private void accept(ByteBuffer message) {
    char type = (char) message.get();
    switch (type) {
      case 'B' -> {
        // final LSN, time, xid
        open = message.getInt(message.position() + 2 * Long.BYTES) & 0xFFFF_FFFFL;
        messages = new StringBuilder();
      }
      case 'C' -> {
        // flags, LSN of the commit, its end, time
        Lsn end = new Lsn(message.getLong(message.position() + 1 + Long.BYTES));
        transactions.add(new Transaction(open, end, messages.toString()));
      }
      default -> messages.append(type);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
