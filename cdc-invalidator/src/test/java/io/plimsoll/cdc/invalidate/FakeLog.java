package io.plimsoll.cdc.invalidate;

import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A topic in memory, with a first offset that retention may raise. */
final class FakeLog implements InvalidationLog {
  private final InvalidationCodec codec = new InvalidationCodec();
  private final List<byte[]> values = new ArrayList<>();
  String topicId = "topic-1";
  long first;
  private long offset;

  void add(Invalidation record) {
    values.add(codec.encode(record));
  }

  void addBytes(byte[] value) {
    values.add(value);
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
      entries.add(new LogEntry(offset, 1, values.get((int) offset)));
    }
    return entries;
  }

  @Override
  public Optional<LogEntry> at(long wanted) {
    return wanted < first || wanted >= values.size()
        ? Optional.empty()
        : Optional.of(new LogEntry(wanted, 1, values.get((int) wanted)));
  }

  @Override
  public void close() {}
}
