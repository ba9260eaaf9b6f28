package io.plimsoll.core.metrics;

import io.plimsoll.core.record.UndecodableException;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link QueryStats} as JSON: the record's names. Unknown names are left out, so that an older
 * collector reads a newer instance. Thread-safe.
 */
public final class QueryStatsCodec {
  private final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public byte[] encode(QueryStats stats) {
    return json.writeValueAsBytes(stats);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UndecodableException for anything else; histograms are not looked into
   */
  public QueryStats decode(byte[] bytes) throws UndecodableException {
    try {
      // The text `null` is no record either.
      return Objects.requireNonNull(json.readValue(bytes, QueryStats.class));
    } catch (JacksonException | NullPointerException e) {
      // A null inside a map is refused by Map.copyOf.
      throw new UndecodableException("not query statistics, " + bytes.length + " bytes", e);
    }
  }
}
