package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Cache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What {@link Follower} does on its thread, one step at a time and on any log. */
public final class FollowerDoor {
  /** A topic that is not Kafka's. */
  public interface Records {
    /** Fails with {@link Away}. */
    String topicId();

    long end();

    /** Whether an offset can be read or waited for. */
    boolean has(long offset);

    /** The offsets at which a reader at this offset finds records now. */
    List<Long> from(long offset);

    /** Empty for a hole. */
    Optional<byte[]> value(long offset);
  }

  /** The topic could not be read. */
  public static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Away() {
      super("away", null, false, false);
    }
  }

  private final Session session;
  private final Log log;

  private FollowerDoor(Session session, Log log) {
    this.session = session;
    this.log = log;
  }

  /** Begins a session; {@code pause} lets time pass while the cache is away. */
  public static FollowerDoor begin(
      Records records,
      Cache cache,
      Consumer<Duration> pause,
      StreamListener listener,
      InstantSource clock)
      throws InterruptedException {
    CachePort port = new CachePort(cache, pause::accept);
    Log log = new Log(records);
    try {
      return new FollowerDoor(Session.begin(log, port, listener, clock), log);
    } catch (LogException e) {
      throw new IllegalStateException("a fake log says Away", e);
    }
  }

  static InvalidationLog log(Records records) {
    return new Log(records);
  }

  /** Whether there is more to read. */
  public boolean behind() {
    return log.offset < log.records.end();
  }

  public void step() throws InterruptedException {
    try {
      session.step();
    } catch (LogException e) {
      throw new IllegalStateException("a fake log says Away", e);
    }
  }

  public void checkTopic() throws InterruptedException {
    try {
      session.checkTopic();
    } catch (LogException e) {
      throw new IllegalStateException("a fake log says Away", e);
    }
  }

  private static final class Log implements InvalidationLog {
    private final Records records;
    private long offset;

    private Log(Records records) {
      this.records = records;
    }

    @Override
    public String topicId() {
      return records.topicId();
    }

    @Override
    public long end() {
      return records.end();
    }

    @Override
    public void seek(long to) {
      offset = to;
    }

    @Override
    public List<LogEntry> poll() throws OffsetGoneException {
      if (!records.has(offset)) {
        throw new OffsetGoneException("gone", new IllegalStateException("no such offset"));
      }
      List<LogEntry> entries = new ArrayList<>();
      for (long at : records.from(offset)) {
        at(at).ifPresent(entries::add);
        offset = Math.max(offset, at + 1);
      }
      return entries;
    }

    @Override
    public Optional<LogEntry> at(long wanted) {
      return wanted < 0 || wanted >= records.end()
          ? Optional.empty()
          : records.value(wanted).map(value -> new LogEntry(wanted, 0, value));
    }

    @Override
    public void close() {}
  }
}
