package io.plimsoll.system.pgbench;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A row of pgbench_history as the API tells it.
 *
 * @param mtime start of its transaction, in Postgres's JSON form
 */
record HistoryRow(int tid, int bid, int delta, String mtime) {
  private static final int LIMIT = 20;
  private static final Comparator<HistoryRow> ORDER =
      Comparator.comparing((HistoryRow row) -> LocalDateTime.parse(row.mtime))
          .reversed()
          .thenComparingInt(HistoryRow::tid)
          .thenComparingInt(HistoryRow::bid)
          .thenComparingInt(HistoryRow::delta);

  static HistoryRow of(JsonNode row) {
    return new HistoryRow(
        row.get("tid").intValue(),
        row.get("bid").intValue(),
        row.get("delta").intValue(),
        row.get("mtime").stringValue());
  }

  /** The query's answer when these are an account's rows. */
  static List<HistoryRow> answer(List<HistoryRow> rows) {
    return rows.stream().sorted(ORDER).limit(LIMIT).toList();
  }
}
