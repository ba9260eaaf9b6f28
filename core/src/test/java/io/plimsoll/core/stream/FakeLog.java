package io.plimsoll.core.stream;

import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A topic in memory, with a first offset that retention may raise. */
final class FakeLog implements InvalidationLog {
  private final InvalidationCodec codec = new InvalidationCodec();
  private final List<Optional<byte[]>> values = new ArrayList<>();
  String topicId = "topic-1";
  long first;
  private long offset;

  void add(Invalidation record) {
    values.add(Optional.of(codec.encode(record)));
  }

  void addBytes(byte[] value) {
    values.add(Optional.of(value));
  }

  /** An offset without a record. */
  void addHole() {
    values.add(Optional.empty());
  }

  /** Loses the records from this offset on, as a broker that was not the leader does. */
  void cut(int from) {
    values.subList(from, values.size()).clear();
  }

  @Override
  public String topicId() {
    return topicId;
  }

  @Override
  public long end() {
    return values.size();
  }

  @Override
  public void seek(long to) {
    offset = to;
  }

  @Override
  public List<LogEntry> poll() throws OffsetGoneException {
    if (offset < first || offset > values.size()) {
      throw new OffsetGoneException("gone", new IllegalStateException());
    }
    List<LogEntry> entries = new ArrayList<>();
    for (; offset < values.size(); offset++) {
      at(offset).ifPresent(entries::add);
    }
    return entries;
  }

  @Override
  public Optional<LogEntry> at(long wanted) {
    return wanted < first || wanted >= values.size()
        ? Optional.empty()
        : values.get((int) wanted).map(value -> new LogEntry(wanted, 1, value));
  }

  @Override
  public void close() {}
}
