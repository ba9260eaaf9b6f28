package io.plimsoll.core.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a follower's log says, of Kafka's or of a played one, in words that can be compared. */
public final class LogDoor implements AutoCloseable {
  private final InvalidationLog log;

  private LogDoor(InvalidationLog log) {
    this.log = log;
  }

  /** The log in Kafka. */
  public static LogDoor of(String bootstrap, String topic) {
    return new LogDoor(new KafkaLog(bootstrap, topic));
  }

  public static LogDoor of(FollowerDoor.Records records) {
    return new LogDoor(FollowerDoor.log(records));
  }

  public String topicId() throws Exception {
    return log.topicId();
  }

  public long end() throws Exception {
    return log.end();
  }

  /** The value at an offset; empty when there is none. */
  public Optional<String> at(long offset) throws Exception {
    return log.at(offset).map(LogDoor::text);
  }

  private static String text(LogEntry entry) {
    return entry.offset()
        + "="
        + new String(entry.value(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** All that a reader who begins there gets up to the one that ends the topic, or "gone". */
  public List<String> readFrom(long offset, String last) throws Exception {
    List<String> read = new ArrayList<>();
    log.seek(offset);
    try {
      while (read.isEmpty() || !read.getLast().endsWith("=" + last)) {
        log.poll().forEach(entry -> read.add(text(entry)));
      }
    } catch (OffsetGoneException e) {
      read.add("gone");
    }
    return read;
  }

  @Override
  public void close() {
    log.close();
  }
}
