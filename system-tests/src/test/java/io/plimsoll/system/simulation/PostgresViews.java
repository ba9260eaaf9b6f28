package io.plimsoll.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What both show: snapshots, rows, the log, and what a standby has of it. */
final class PostgresViews {
  private static final int[] ALL = IntStream.range(0, Rows.COUNT).toArray();
  private static final long NOTHING = 0;

  private static final String READ =
      """
      select pg_current_snapshot(),
        (select string_agg(t || ' ' || id || ' ' || version, ',')
         from (select 'public.articles' as t, id, version from articles
           union all select 'public.authors', id, version from authors) a),
        (select started_micros from plimsoll.heartbeat),
        (select incarnation from plimsoll.heartbeat)\
      """;

  private final Postgres played;
  private final Scheduler time;
  private final RealDecoding decoding;
  private final long offset;
  private final Map<String, String> tokens = new HashMap<>();

  /**
   * Takes the played one.
   *
   * @param offset of the real ids
   */
  PostgresViews(Postgres played, Scheduler time, RealDecoding decoding, long offset) {
    this.played = played;
    this.time = time;
    this.decoding = decoding;
    this.offset = offset;
  }

  void sameToken(Incarnation ofPlayed, String ofReal) {
    assertThat(tokens.computeIfAbsent(ofPlayed.value(), any -> ofReal))
        .as("incarnation %s, of %s", ofPlayed, tokens)
        .isEqualTo(ofReal);
    assertThat(tokens.values()).as("incarnations").doesNotHaveDuplicates();
  }

  /** One statement on the primary. */
  void onPrimary(Connection operator) throws SQLException {
    List<String> real = RealPostgres.rows(operator, READ).getFirst();
    Stamp.Primary wanted = Stamp.Primary.parse(real.getFirst());
    assertThat(shifted(played.snapshot())).as("snapshot").isEqualTo(wanted);
    assertThat(rows(played.versions(ALL))).as("rows").isEqualTo(rows(real.get(1)));
    // A statement of its own: unlogged tables cannot be read on a standby.
    String token =
        RealPostgres.value(operator, "select coalesce(max(token), '') from plimsoll.incarnation");
    assertThat(played.incarnation().known()).as("has an incarnation").isEqualTo(!token.isEmpty());
    if (!token.isEmpty()) {
      sameToken(played.incarnation(), token);
    }
  }

  private Stamp.Primary shifted(Stamp.Primary stamp) {
    return new Stamp.Primary(
        shifted(stamp.xmin()),
        shifted(stamp.xmax()),
        stamp.running().stream().map(this::shifted).toList());
  }

  private Xid shifted(Xid xid) {
    return new Xid(xid.value() + offset);
  }

  private static Set<String> rows(long[] versions) {
    TreeSet<String> rows = new TreeSet<>();
    for (int row : ALL) {
      if (versions[row] != NOTHING) {
        rows.add(Rows.table(row) + " " + Rows.id(row) + " " + versions[row]);
      }
    }
    return rows;
  }

  private static Set<String> rows(String real) {
    return real.equals("null") ? new TreeSet<>() : new TreeSet<>(Arrays.asList(real.split(",")));
  }

  /** The log, as far as it is flushed, in the order of the commits. */
  List<RealDecoding.Decoded> log(Connection operator) throws SQLException {
    List<RealDecoding.Decoded> real = decoding.read(operator);
    List<Transaction> flushed =
        played.wal().stream().filter(t -> t.commitEnd <= played.flushedPosition()).toList();
    assertThat(flushed.stream().map(t -> t.xid + offset + " " + RealDecoding.rows(t)))
        .as("decoded")
        .containsExactlyElementsOf(real.stream().map(d -> d.xid() + " " + d.rows()).toList());
    assertThat(real.stream().map(RealDecoding.Decoded::end)).as("ends of commits").isSorted();
    return real;
  }

  /** Where the played log is when the real one is there. */
  long positionOf(List<RealDecoding.Decoded> log, Lsn real) {
    long position = 10_000;
    for (RealDecoding.Decoded decoded : log) {
      if (decoded.end().compareTo(real) <= 0) {
        position =
            played.wal().stream()
                .filter(t -> t.xid + offset == decoded.xid())
                .findFirst()
                .orElseThrow()
                .commitEnd;
      }
    }
    return position;
  }

  /** A statement on the standby, while that replays nothing. */
  void onStandby(Connection standby, List<RealDecoding.Decoded> log) throws SQLException {
    Lsn replayed = Lsn.parse(RealPostgres.value(standby, "select pg_last_wal_replay_lsn()"));
    List<String> real = RealPostgres.rows(standby, READ).getFirst();
    Standby same = new Standby("compared", played, time);
    same.rewindTo(positionOf(log, replayed));
    assertThat(rows(same.versions(ALL))).as("rows of the standby").isEqualTo(rows(real.get(1)));
    assertThat(same.beatMicros() < 0 ? "null" : Long.toString(same.beatMicros()))
        .as("heartbeat of the standby")
        .isEqualTo(real.get(2));
    if (same.incarnation().known()) {
      sameToken(same.incarnation(), real.get(3));
    }
    seesNoLess(Stamp.Primary.parse(real.getFirst()), played.snapshotOf(same));
  }

  /** Whatever the played standby's snapshot wrongly shows as committed, the real one's does too. */
  private void seesNoLess(Stamp.Primary real, Stamp.Primary ofPlayed) {
    for (long xid = ofPlayed.xmin().value() - 5; xid < ofPlayed.xmax().value() + 5; xid++) {
      Mark mark = new Mark(new Xid(xid), Lsn.NONE);
      if (ofPlayed.sees(mark)) {
        assertThat(real.sees(new Mark(shifted(mark.xid()), Lsn.NONE)))
            .as("%s on the standby, %s", xid, real)
            .isTrue();
      }
    }
    assertThat(real.running()).as("running, as a standby tells").isEmpty();
  }
}
