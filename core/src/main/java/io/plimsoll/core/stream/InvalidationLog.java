package io.plimsoll.core.stream;

import java.util.List;
import java.util.Optional;

/** The invalidations topic for one reader. Not thread-safe. */
interface InvalidationLog extends AutoCloseable {
  /** Kafka's id of the topic now. */
  String topicId() throws LogException, InterruptedException;

  /** Offset of the record that is written next. */
  long end() throws LogException;

  /** The next {@link #poll} begins here. */
  void seek(long offset);

  /** Waits a moment for records; may return none. */
  List<LogEntry> poll() throws LogException, OffsetGoneException;

  /** One record, if the topic has it. Moves the reader: {@link #seek} afterwards. */
  Optional<LogEntry> at(long offset) throws LogException;

  @Override
  void close();
}
