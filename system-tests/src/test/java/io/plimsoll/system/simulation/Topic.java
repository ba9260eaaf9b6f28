package io.plimsoll.system.simulation;

import io.plimsoll.core.stream.FollowerDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The invalidations topic: one partition, and everything that can go wrong with it. */
final class Topic implements FollowerDoor.Records {
  private final Scheduler time;
  private final Trace trace;
  private final Ids ids;
  private final List<Optional<byte[]>> records = new ArrayList<>();
  private final List<Runnable> readers = new ArrayList<>();
  private String topicId;
  private long first;
  private long downUntil;
  private boolean loseNext;
  private boolean garbleNext;
  private boolean rewinds;

  Topic(Scheduler time, Trace trace, Ids ids) {
    this.time = time;
    this.trace = trace;
    this.ids = ids;
    this.topicId = ids.topic();
  }

  void onAppend(Runnable reader) {
    readers.add(reader);
  }

  void append(byte[] record) {
    if (loseNext) {
      loseNext = false;
      trace.note("record-lost", "", records.size(), 0);
      return;
    }
    records.add(Optional.of(garbleNext ? new byte[] {'{', '}'} : record));
    garbleNext = false;
    readers.forEach(Runnable::run);
  }

  boolean up() {
    return time.now() >= downUntil;
  }

  void downFor(long micros) {
    downUntil = Math.max(downUntil, time.now() + micros);
  }

  void loseNext() {
    loseNext = true;
  }

  void garbleNext() {
    garbleNext = true;
  }

  void rewinds(boolean now) {
    rewinds = now;
  }

  void duplicateLast() {
    if (!records.isEmpty()) {
      records.add(records.getLast());
      readers.forEach(Runnable::run);
    }
  }

  /** An offset without a record, as a transaction's marker takes one. */
  void addHole() {
    records.add(Optional.empty());
  }

  void retain(long from) {
    first = Math.max(first, Math.min(from, records.size()));
  }

  /** A broker that was not the leader becomes it. */
  void cut(int lost) {
    int keep = Math.max((int) first, records.size() - lost);
    records.subList(keep, records.size()).clear();
  }

  void recreate() {
    records.clear();
    first = 0;
    topicId = ids.topic();
  }

  @Override
  public String topicId() {
    available();
    return topicId;
  }

  @Override
  public long end() {
    available();
    return records.size();
  }

  @Override
  public boolean has(long offset) {
    available();
    return offset >= first && offset <= records.size();
  }

  @Override
  public List<Long> from(long offset) {
    available();
    List<Long> offsets = new ArrayList<>();
    long begin = rewinds ? Math.max(first, offset - time.below(4)) : offset;
    long end = Math.min(records.size(), begin + 1 + time.below(60));
    for (long at = begin; at < end; at++) {
      offsets.add(at);
    }
    return offsets;
  }

  @Override
  public Optional<byte[]> value(long offset) {
    available();
    return offset < first || offset >= records.size()
        ? Optional.empty()
        : records.get((int) offset);
  }

  /** The last record; empty when there is none. */
  Optional<byte[]> last() {
    available();
    return records.size() <= first ? Optional.empty() : records.getLast();
  }

  private void available() {
    if (!up()) {
      throw new FollowerDoor.Away();
    }
  }
}
