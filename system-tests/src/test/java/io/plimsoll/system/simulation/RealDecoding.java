package io.plimsoll.system.simulation;

import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a real Postgres decodes of its log, in its order.
 *
 * @param since where it begins
 */
record RealDecoding(Lsn since) {
  private static final Pattern COMMIT = Pattern.compile("COMMIT (\\d+)");
  private static final Pattern ROW =
      Pattern.compile("table (public\\.\\w+): [A-Z]+: id\\[integer]:(\\d+).*");
  private static final Pattern BEAT =
      Pattern.compile("table plimsoll\\.heartbeat: .* started_micros\\[bigint]:(\\d+).*");

  /** A transaction: its rows as {@code table id}, and where its commit ends. */
  record Decoded(long xid, Lsn end, Set<String> rows) {}

  List<Decoded> read(Connection operator) throws SQLException {
    List<Decoded> all = new ArrayList<>();
    Set<String> rows = new TreeSet<>();
    String peek =
        "select lsn, data from pg_logical_slot_peek_changes('%s', null, null)"
            .formatted(RealPostgres.SLOT);
    for (List<String> line : RealPostgres.rows(operator, peek)) {
      String text = line.getLast();
      Matcher commit = COMMIT.matcher(text);
      if (commit.matches()) {
        Lsn end = Lsn.parse(line.getFirst());
        if (end.compareTo(since) > 0) {
          all.add(new Decoded(Long.parseLong(commit.group(1)), end, rows));
        }
        rows = new TreeSet<>();
      } else {
        add(rows, text);
      }
    }
    return all;
  }

  private static void add(Set<String> rows, String text) {
    Matcher row = ROW.matcher(text);
    Matcher beat = BEAT.matcher(text);
    if (row.matches()) {
      rows.add(row.group(1) + " " + row.group(2));
    } else if (beat.matches()) {
      rows.add("beat " + beat.group(1));
    } else if (text.contains(": TRUNCATE:")) {
      rows.add("truncate");
    }
  }

  /** The same of what the played one has flushed. */
  static Set<String> rows(Transaction played) {
    Set<String> rows = new TreeSet<>();
    if (played.isBeat()) {
      rows.add("beat " + played.beatMicros);
    } else if (played.truncates) {
      rows.add("truncate");
    } else {
      played.writes.keySet().forEach(row -> rows.add(Rows.table(row) + " " + Rows.id(row)));
    }
    return rows;
  }
}
