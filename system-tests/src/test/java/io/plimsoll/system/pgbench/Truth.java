package io.plimsoll.system.pgbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that pgbench wrote, from its own table: each transaction leaves a row in
 * pgbench_history that says what it added to which account, teller and branch, and Postgres knows
 * when it committed. So the value of every row at every moment is known, without a sample.
 */
final class Truth {
  static final int BRANCHES = 10;
  static final int ACCOUNTS_OF_A_BRANCH = 100_000;
  static final int ACCOUNTS = BRANCHES * ACCOUNTS_OF_A_BRANCH;
  static final int TELLERS_OF_A_BRANCH = 10;

  private static final String TRANSACTIONS =
      """
      select h.aid, h.tid, h.bid, h.delta, to_json(h.mtime) #>> '{}',
             (extract(epoch from pg_xact_commit_timestamp(h.xmin)) * 1000000)::bigint as committed
      from pgbench_history h
      order by committed, h.xmin::text::bigint""";

  private final Map<Integer, Timeline<Integer>> accounts = new HashMap<>();
  private final Map<Integer, Timeline<Integer>> tellers = new HashMap<>();
  private final Map<Integer, Timeline<Integer>> branches = new HashMap<>();
  private final Map<Integer, Timeline<List<HistoryRow>>> histories = new HashMap<>();
  private final Map<Integer, List<Integer>> written = new HashMap<>();
  private int transactions;

  /** Read when pgbench has ended; proven against the balances that Postgres holds now. */
  static Truth read(Connection connection) throws SQLException {
    Truth truth = new Truth();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TRANSACTIONS)) {
      while (rows.next()) {
        truth.add(rows);
      }
    }
    truth.prove(connection, "select aid, abalance from pgbench_accounts", truth.accounts);
    truth.prove(connection, "select tid, tbalance from pgbench_tellers", truth.tellers);
    truth.prove(connection, "select bid, bbalance from pgbench_branches", truth.branches);
    return truth;
  }

  private void add(ResultSet row) throws SQLException {
    int aid = row.getInt(1);
    int delta = row.getInt(4);
    long committed = row.getLong(6);
    HistoryRow history = new HistoryRow(row.getInt(2), row.getInt(3), delta, row.getString(5));
    if (!accounts.containsKey(aid)) {
      written.computeIfAbsent(branchOf(aid), b -> new ArrayList<>()).add(aid);
    }
    change(accounts, aid, delta, committed);
    change(tellers, history.tid(), delta, committed);
    change(branches, history.bid(), delta, committed);
    Timeline<List<HistoryRow>> rows =
        histories.computeIfAbsent(aid, a -> new Timeline<>(List.of()));
    List<HistoryRow> more = new ArrayList<>(rows.last());
    more.add(history);
    rows.add(committed, List.copyOf(more));
    transactions++;
  }

  private static void change(
      Map<Integer, Timeline<Integer>> balances, int id, int delta, long committed) {
    Timeline<Integer> balance = balances.computeIfAbsent(id, i -> new Timeline<>(0));
    balance.add(committed, balance.last() + delta);
  }

  private void prove(Connection connection, String sql, Map<Integer, Timeline<Integer>> balances)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          int expected = rows.getInt(2);
          assertThat(balance(balances, rows.getInt(1)).last())
              .as("the judge's replay: %s, id %d", sql, rows.getInt(1))
              .isEqualTo(expected);
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static Timeline<Integer> balance(Map<Integer, Timeline<Integer>> balances, int id) {
    Timeline<Integer> known = balances.get(id);
    return known == null ? new Timeline<>(0) : known;
  }

  static int branchOf(int aid) {
    return (aid - 1) / ACCOUNTS_OF_A_BRANCH + 1;
  }

  Timeline<Integer> account(int aid) {
    return balance(accounts, aid);
  }

  Timeline<Integer> teller(int tid) {
    return balance(tellers, tid);
  }

  Timeline<Integer> branch(int bid) {
    return balance(branches, bid);
  }

  Timeline<List<HistoryRow>> history(int aid) {
    Timeline<List<HistoryRow>> known = histories.get(aid);
    return known == null ? new Timeline<>(List.of()) : known;
  }

  boolean isWritten(int aid) {
    return accounts.containsKey(aid);
  }

  /** Accounts of a branch that were changed. */
  List<Integer> writtenOf(int bid) {
    return written.getOrDefault(bid, List.of());
  }

  int transactions() {
    return transactions;
  }
}
