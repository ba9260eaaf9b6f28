package io.plimsoll.system.pgbench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks Postgres every few milliseconds which transactions are in progress. A commit's time says
 * when it began to commit; on a busy machine it may become visible a quarter of a second later,
 * after commits that began later. So what a reader could see is known only from snapshots.
 */
final class Visibility implements AutoCloseable {
  private static final long PAUSE_MILLIS = 4;

  private final Connection connection;
  private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Sample> samples = new ArrayList<>();
  private final Future<?> sampling;
  private volatile boolean ending;

  /** What was in progress at a moment not later than this. */
  private record Sample(long micros, long xmax, Set<Long> inProgress) {
    boolean shows(long xid) {
      return xid < xmax && !inProgress.contains(xid);
    }

    static Sample of(String snapshot) {
      String[] parts = snapshot.split(":", -1);
      Set<Long> running =
          Stream.of(parts[2].split(",", -1))
              .filter(xid -> !xid.isEmpty())
              .map(Long::valueOf)
              .collect(Collectors.toUnmodifiableSet());
      return new Sample(Judge.nowMicros(), Long.parseLong(parts[1]), running);
    }
  }

  /** Closes the connection at the end. */
  Visibility(Connection connection) {
    this.connection = connection;
    this.sampling = thread.submit(this::sample);
  }

  private Void sample() throws SQLException, InterruptedException {
    try (PreparedStatement snapshot =
        connection.prepareStatement("select pg_current_snapshot()::text")) {
      boolean last;
      do {
        last = ending; // one more, which shows everything
        try (ResultSet row = snapshot.executeQuery()) {
          row.next();
          samples.add(Sample.of(row.getString(1)));
        }
        Thread.sleep(PAUSE_MILLIS);
      } while (!last);
    }
    return null;
  }

  /** Ends the sampling; for each of these transactions, the moment when it was visible at last. */
  Map<Long, Long> visibleBy(Set<Long> xids) throws ExecutionException, InterruptedException {
    ending = true;
    sampling.get();
    Map<Long, Long> visible = new HashMap<>();
    TreeSet<Long> waiting = new TreeSet<>(xids);
    for (Sample sample : samples) {
      Iterator<Long> candidates = waiting.headSet(sample.xmax).iterator();
      while (candidates.hasNext()) {
        long xid = candidates.next();
        if (sample.shows(xid)) {
          visible.put(xid, sample.micros);
          candidates.remove();
        }
      }
    }
    if (!waiting.isEmpty()) {
      throw new IllegalStateException("never visible: " + waiting);
    }
    return visible;
  }

  @Override
  public void close() throws SQLException {
    ending = true;
    thread.close();
    connection.close();
  }
}
