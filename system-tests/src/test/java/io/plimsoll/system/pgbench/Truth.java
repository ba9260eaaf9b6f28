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
import java.util.Objects;
import java.util.stream.Collectors;

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
             (extract(epoch from pg_xact_commit_timestamp(h.xmin)) * 1000000)::bigint as committed,
             h.xmin::text::bigint as xid
      from pgbench_history h
      order by committed, xid\
      """;

  private final Map<Integer, Timeline<Integer>> accounts = new HashMap<>();
  private final Map<Integer, Timeline<Integer>> tellers = new HashMap<>();
  private final Map<Integer, Timeline<Integer>> branches = new HashMap<>();
  private final Map<Integer, Timeline<List<HistoryRow>>> histories = new HashMap<>();
  private final Map<Integer, List<Integer>> written = new HashMap<>();
  private int transactions;
  private long slowest;

  private record Transaction(int aid, HistoryRow history, long committed, long xid) {
    static Transaction of(ResultSet row) throws SQLException {
      return new Transaction(
          row.getInt(1),
          new HistoryRow(row.getInt(2), row.getInt(3), row.getInt(4), row.getString(5)),
          row.getLong(6),
          row.getLong(7));
    }
  }

  /** Read when pgbench has ended; proven against the balances that Postgres holds now. */
  static Truth read(Connection connection, Visibility visibility) throws Exception {
    List<Transaction> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TRANSACTIONS)) {
      while (rows.next()) {
        all.add(Transaction.of(rows));
      }
    }
    Map<Long, Long> visible =
        visibility.visibleBy(all.stream().map(Transaction::xid).collect(Collectors.toSet()));
    Truth truth = new Truth();
    for (Transaction transaction : all) {
      truth.add(transaction, Objects.requireNonNull(visible.get(transaction.xid)));
    }
    truth.prove(connection, "select aid, abalance from pgbench_accounts", truth.accounts);
    truth.prove(connection, "select tid, tbalance from pgbench_tellers", truth.tellers);
    truth.prove(connection, "select bid, bbalance from pgbench_branches", truth.branches);
    return truth;
  }

  private void add(Transaction transaction, long visible) {
    int aid = transaction.aid;
    HistoryRow history = transaction.history;
    if (!accounts.containsKey(aid)) {
      written.computeIfAbsent(branchOf(aid), b -> new ArrayList<>()).add(aid);
    }
    change(accounts, aid, transaction, visible);
    change(tellers, history.tid(), transaction, visible);
    change(branches, history.bid(), transaction, visible);
    Timeline<List<HistoryRow>> rows =
        histories.computeIfAbsent(aid, a -> new Timeline<>(List.of()));
    List<HistoryRow> more = new ArrayList<>(rows.last());
    more.add(history);
    rows.add(transaction.committed, visible, List.copyOf(more));
    slowest = Math.max(slowest, visible - transaction.committed);
    transactions++;
  }

  private static void change(
      Map<Integer, Timeline<Integer>> balances, int id, Transaction by, long visible) {
    Timeline<Integer> balance = balances.computeIfAbsent(id, i -> new Timeline<>(0));
    balance.add(by.committed, visible, balance.last() + by.history.delta());
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

  /** The longest time from a commit's timestamp until it was seen to be visible, microseconds. */
  long slowestCommitMicros() {
    return slowest;
  }
}
