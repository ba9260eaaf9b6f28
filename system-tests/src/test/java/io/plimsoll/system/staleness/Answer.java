package io.plimsoll.system.staleness;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.replication.LogSequenceNumber;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a reader asked and was answered.
 *
 * @param id of the box or item; 0 for queries of all
 * @param asked {@link System#nanoTime} before the question was sent
 * @param answered after the answer had come
 * @param cacheStatus the header
 * @param freshness the header
 * @param after the version whose token the question carried
 */
record Answer(
    Kind kind,
    long id,
    long asked,
    long answered,
    int status,
    String body,
    String cacheStatus,
    String freshness,
    Optional<Long> after) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern AS_OF = Pattern.compile("as-of=\"([0-9A-F]+/[0-9A-F]+)\"");
  private static final Pattern SOURCE = Pattern.compile("source=([a-z0-9-]+)");
  private static final Pattern AGE = Pattern.compile("age-ms=(\\d+)");

  /** Whether it says something about the data. */
  boolean isData() {
    return status == 200 || status == 404;
  }

  boolean hit() {
    return cacheStatus.startsWith("plimsoll; hit");
  }

  boolean bypassed() {
    return cacheStatus.contains("fwd=bypass");
  }

  boolean refused() {
    return freshness.contains("refused=");
  }

  /** The tier, {@code primary}, or a standby's name; empty when it does not say. */
  String source() {
    Matcher found = SOURCE.matcher(freshness);
    return found.find() ? found.group(1) : "";
  }

  boolean fromStandby() {
    return source().startsWith("standby-");
  }

  /** The WAL position up to which the answer claims to have everything. */
  Optional<Long> asOf() {
    Matcher found = AS_OF.matcher(freshness);
    return found.find()
        ? Optional.of(LogSequenceNumber.valueOf(found.group(1)).asLong())
        : Optional.empty();
  }

  /** How old the answer claims to be at most. */
  Optional<Duration> age() {
    Matcher found = AGE.matcher(freshness);
    return found.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(found.group(1))))
        : Optional.empty();
  }

  /** What it says of each unit. */
  Map<Unit, Seen> seen() {
    return status == 404 ? kind.nothing(id) : kind.read(id, JSON.readTree(body));
  }

  /** The same answer to a question that was asked later. */
  Answer later(Duration by) {
    return new Answer(
        kind,
        id,
        asked + by.toNanos(),
        answered + by.toNanos(),
        status,
        body,
        cacheStatus,
        freshness,
        after);
  }
}
