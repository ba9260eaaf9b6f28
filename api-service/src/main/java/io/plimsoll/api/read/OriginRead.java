package io.plimsoll.api.read;

import io.plimsoll.core.cache.Content;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an origin answered, with what the read saw, all of one snapshot.
 *
 * @param incarnation of the origin
 * @param schemaChecked whether the catalog was checked against the schema that the read ran under
 * @param position where the WAL stood when the read ran
 * @param source {@code primary}, or the name of a standby
 * @param age when the read began, how long the origin itself was behind at most; zero on the
 *     primary
 * @param sqlMicros time spent in the pool and the database
 * @param captured the values of each of the request's captures; empty when there were too many
 */
public record OriginRead(
    Content content,
    Stamp stamp,
    Incarnation incarnation,
    boolean schemaChecked,
    Lsn position,
    String source,
    Duration age,
    long sqlMicros,
    List<Optional<List<String>>> captured) {
  public static final String PRIMARY = "primary";

  public OriginRead {
    captured = List.copyOf(captured);
  }

  /** Of a request without captures. */
  public OriginRead(
      Content content,
      Stamp stamp,
      Incarnation incarnation,
      boolean schemaChecked,
      Lsn position,
      String source,
      Duration age,
      long sqlMicros) {
    this(content, stamp, incarnation, schemaChecked, position, source, age, sqlMicros, List.of());
  }

  OriginRead with(Content other) {
    return new OriginRead(
        other, stamp, incarnation, schemaChecked, position, source, age, sqlMicros, captured);
  }
}
