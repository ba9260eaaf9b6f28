package io.plimsoll.system.staleness;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Transactions past Plimsoll. Each takes the locks of its boxes first, in order, so that the
 * changes of a box become visible in the order in which they are committed.
 */
final class SqlWriter {
  private static final int ITEMS_OF_A_BOX = 5;

  private final Connection connection;
  private final Random random;

  SqlWriter(Connection connection, Random random) throws SQLException {
    this.connection = connection;
    this.random = random;
    connection.setAutoCommit(false);
  }

  /**
   * One transaction; returns when it has been committed.
   *
   * @param lazily with {@code synchronous_commit=off}; such a one may be lost in a crash, so it
   *     only bumps versions: then every answer shows from which transaction it is
   */
  void write(long version, boolean lazily) throws SQLException {
    try {
      if (lazily) {
        run("set local synchronous_commit = off");
      }
      change(version, lazily ? random.nextInt(2) : random.nextInt(10));
      run("insert into journal values (?)", version);
      connection.commit();
    } catch (SQLException e) {
      rollback(e);
      throw e;
    }
  }

  private void change(long version, int what) throws SQLException {
    long box = 1L + random.nextInt(Unit.BOXES);
    long other = 1L + random.nextInt(Unit.BOXES);
    switch (what) {
      case 0, 2 -> bump(version, box, other);
      case 3, 4 -> {
        bump(version, box);
        long item = (box - 1) * ITEMS_OF_A_BOX + random.nextInt(ITEMS_OF_A_BOX);
        run("insert into item values (?, ?, ?) on conflict (id) do nothing", item, box, version);
      }
      case 5 -> {
        bump(version, box);
        run("delete from item where box = ? and id % 3 = ?", box, random.nextInt(3));
      }
      case 6 -> {
        lock(box);
        run("delete from box where id = ?", box);
        run("delete from item where box = ?", box);
      }
      case 7 -> {
        bump(version, box, other);
        run(
            "update item set box = ? where id = (select max(id) from item where box = ?)",
            other,
            box);
      }
      default -> bump(version, box);
    }
  }

  private void bump(long version, long... boxes) throws SQLException {
    lock(boxes);
    for (long box : LongStream.of(boxes).sorted().distinct().toArray()) {
      run(
          "insert into box values (?, ?) on conflict (id) do update set version = excluded.version",
          box,
          version);
      run("update item set version = ? where box = ?", version, box);
    }
  }

  private void lock(long... boxes) throws SQLException {
    for (long box : LongStream.of(boxes).sorted().distinct().toArray()) {
      run("select pg_advisory_xact_lock(?)", box);
    }
  }

  private void run(String sql, long... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  private void rollback(SQLException reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
