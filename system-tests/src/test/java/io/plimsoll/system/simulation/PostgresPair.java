package io.plimsoll.system.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The played Postgres and a real one, to which the same happens. The played one leads. */
final class PostgresPair implements AutoCloseable {
  private final RealPostgres real;
  private final Scheduler time;
  private final Map<String, Long> seen;
  private final Postgres played;
  private final Commits commits;
  private final PostgresViews views;
  private final List<RealSession> sessions = new ArrayList<>();
  private final List<InBoth> running = new ArrayList<>();
  private final List<Transaction> unflushed = new ArrayList<>();
  private final long offset;
  private final RealReplay replay;
  private Connection operator;

  PostgresPair(RealPostgres real, long seed, Map<String, Long> seen) throws SQLException {
    this.real = real;
    this.seen = seen;
    time = new Scheduler(seed);
    played = new Postgres(time, new Trace(time), new Truth());
    commits = new Commits(played, time);
    operator = real.connect();
    RealPostgres.execute(operator, "truncate articles, authors");
    RealPostgres.execute(operator, "delete from plimsoll.incarnation");
    RealPostgres.execute(operator, "delete from plimsoll.heartbeat");
    offset = RealPostgres.nextXid(operator) - played.nextXid();
    Lsn since = RealPostgres.flushed(operator);
    views = new PostgresViews(played, time, new RealDecoding(since), offset);
    replay = new RealReplay(real.connectToStandby());
    openSessions();
  }

  private void openSessions() throws SQLException {
    for (int i = 0; i < 5; i++) {
      sessions.add(new RealSession(real));
    }
  }

  private void count(String what) {
    seen.merge(what, 1L, Long::sum);
  }

  boolean canBegin() {
    return !sessions.isEmpty();
  }

  boolean canWrite() {
    return running.stream().anyMatch(InBoth::open);
  }

  void begin() throws SQLException {
    RealSession session = sessions.removeLast();
    both(session, session.begin());
  }

  private InBoth both(RealSession session, long xid) {
    InBoth both = new InBoth(played.begin(), session);
    running.add(both);
    assertThat(both.played.xid).as("id").isEqualTo(xid - offset);
    return both;
  }

  private InBoth anyOpen() {
    List<InBoth> open = running.stream().filter(InBoth::open).toList();
    return open.get(time.below(open.size()));
  }

  void write(int row, long version) throws SQLException {
    write(anyOpen(), row, version);
  }

  private boolean write(InBoth both, int row, long version) throws SQLException {
    boolean written = played.write(both.played, row, version);
    assertThat(written)
        .as("write of %d to row %d by %d", version, row, both.played.xid)
        .isEqualTo(both.session.write(row, version));
    both.touchesArticles |= row < Rows.ARTICLES;
    count(written ? version == 0 ? "delete" : "write" : "blocked");
    if (!written) {
      played.abort(both.played);
      ended(both);
    }
    return written;
  }

  private void ended(InBoth both) {
    running.remove(both);
    sessions.add(both.session);
  }

  void rollback() throws SQLException {
    InBoth both = anyOpen();
    both.session.rollback();
    played.abort(both.played);
    ended(both);
    count("rollback");
  }

  /** Of one that has written something, as the simulation's clients do. */
  void commit() throws SQLException {
    InBoth both = anyOpen();
    if (!both.played.writes.isEmpty()) {
      commit(both, commits.mode());
    }
  }

  private void commit(InBoth both, Commits.Mode mode) throws SQLException {
    commits.commit(both.played, mode, () -> count("returned"));
    both.done = both.session.commit(mode, operator);
    while (mode == Commits.Mode.REMOTE
        ? played.flushedPosition() < both.played.commitEnd
        : both.played.visibleAt == Transaction.NOT_YET) {
      time.runTo(time.now() + 5);
    }
    count("commit " + mode);
    if (played.flushedPosition() < both.played.commitEnd) {
      unflushed.add(both.played);
    }
    follow();
  }

  /** All articles, in a transaction of its own, when nobody else has one that touches them. */
  void truncate() throws SQLException {
    if (running.stream().anyMatch(both -> both.touchesArticles)) {
      return;
    }
    begin();
    InBoth both = running.getLast();
    assertThat(played.truncateArticles(both.played)).isTrue();
    assertThat(both.session.truncate()).isTrue();
    // Nobody reads a table while it is truncated: not one that waits for a standby.
    commit(both, time.chance(0.5) ? Commits.Mode.LOCAL : Commits.Mode.ASYNC);
    count("truncate");
  }

  /** plimsoll.beat(), which waits for the one before. */
  void beat(long micros) throws SQLException {
    boolean other = running.stream().anyMatch(both -> both.played.isBeat());
    RealSession session = sessions.removeLast();
    Optional<RealSession.Beat> answer = session.beat(micros);
    assertThat(answer.isEmpty()).as("waits for the one before").isEqualTo(other);
    if (other) {
      sessions.add(session);
      count("beat waits");
      return;
    }
    InBoth both = both(session, answer.orElseThrow().xid());
    Incarnation incarnation = played.ensureIncarnation(both.played);
    both.played.beatIncarnation = incarnation.value();
    both.played.beatMicros = micros;
    views.sameToken(incarnation, answer.orElseThrow().incarnation());
    views.onPrimary(operator);
    commit(both, commits.mode());
    count("beat");
  }

  /** Time passes in the played one; what happens in it happens to the real one. */
  void pass(long micros) throws SQLException {
    time.runTo(time.now() + micros);
    follow();
  }

  private void follow() throws SQLException {
    if (unflushed.removeIf(t -> t.commitEnd <= played.flushedPosition())) {
      played.flush(played.insertPosition()); // A part cannot be flushed on purpose.
      RealPostgres.flush(operator);
      unflushed.clear();
      count("flush");
    }
    List<InBoth> shown =
        running.stream()
            .filter(both -> !both.open() && both.played.visibleAt != Transaction.NOT_YET)
            .toList();
    for (InBoth both : shown) {
      CompletableFuture<Void> done = requireNonNull(both.done);
      if (!done.isDone()) {
        both.session.cancel(operator);
        count("shown later");
      }
      done.join();
      ended(both);
    }
  }

  /** A pause within a truncate would leave its lock on the standby, and nobody could read there. */
  void pauseOrResumeReplay() throws SQLException {
    replay.awaitUnlessPaused(RealPostgres.flushed(operator));
    replay.pauseOrResume();
  }

  void compare() throws SQLException {
    views.onPrimary(operator);
    List<RealDecoding.Decoded> log = views.log(operator);
    replay.awaitUnlessPaused(RealPostgres.flushed(operator));
    views.onStandby(replay.standby(), log);
    count(replay.isPaused() ? "compared with replay paused" : "compared");
  }

  /** A commit that everybody sees and that is not flushed, unless all rows are taken. */
  private void commitUnflushed() throws SQLException {
    for (int row = 0; row < Rows.COUNT && canBegin(); row++) {
      begin();
      InBoth both = running.getLast();
      if (write(both, row, 1_000_000)) {
        commit(both, Commits.Mode.ASYNC);
        return;
      }
    }
  }

  /** What was not flushed is lost, who runs is aborted, who waits is committed. */
  void crash() throws Exception {
    commitUnflushed();
    real.crash(operator);
    long keep = played.flushedPosition();
    count(keep < played.insertPosition() ? "crash that loses commits" : "crash");
    lose(keep);
    openSessions();
  }

  private void lose(long keep) throws SQLException {
    closeSessions();
    operator = real.connect();
    long next = RealPostgres.nextXid(operator) - offset;
    if (next < played.nextXid()) {
      count("ids used again");
    }
    assertThat(next).as("next id").isBetween(played.leastXidAfter(keep), played.nextXid());
    unflushed.clear();
    played.crash(keep, next, 0);
    views.onPrimary(operator);
  }

  private void closeSessions() throws SQLException {
    for (InBoth both : running) {
      sessions.add(both.session);
    }
    running.clear();
    for (RealSession session : sessions) {
      session.close();
    }
    sessions.clear();
    operator.close();
  }

  /** The standby has less, and becomes the primary; there is no standby and no slot any more. */
  void promote() throws Exception {
    replay.resume();
    while (!running.isEmpty()) {
      if (canWrite()) {
        rollback();
      } else {
        pass(10_000);
      }
    }
    compare();
    long keep = played.flushedPosition();
    real.cutOff();
    for (int row = 0; row < Rows.COUNT; row++) {
      begin();
      write(row, 1_000_000);
      commit(running.getLast(), Commits.Mode.LOCAL);
    }
    views.onPrimary(operator);
    replay.close();
    real.promote();
    lose(keep);
    count("promotion");
    openSessions();
    begin();
    write(0, 2_000_000);
    views.onPrimary(operator);
  }

  @Override
  public void close() throws SQLException {
    for (InBoth both : running) {
      if (!both.open()) {
        both.session.cancel(operator);
      }
    }
    closeSessions();
    replay.close();
  }
}
