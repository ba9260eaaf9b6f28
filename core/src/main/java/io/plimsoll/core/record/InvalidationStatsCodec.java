package io.plimsoll.core.record;

import io.plimsoll.core.record.InvalidationStats.Stage;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link InvalidationStats} as JSON, version 1. Stages that this version does not know are left
 * out: statistics may be read by an older collector. Thread-safe.
 */
public final class InvalidationStatsCodec {
  private static final int VERSION = 1;

  private final JsonMapper json = JsonMapper.builder().build();

  public byte[] encode(InvalidationStats stats) {
    ObjectNode root = json.createObjectNode();
    root.put("v", VERSION);
    root.put("instance", stats.instance());
    root.put("at", stats.at());
    root.put("records", stats.records());
    root.put("epochs", stats.epochs());
    ObjectNode gaps = root.putObject("gaps");
    stats.gaps().forEach(gaps::put);
    root.put("watermarkAgeMillis", stats.watermarkAgeMillis());
    ObjectNode lag = root.putObject("lag");
    stats.lag().forEach((stage, histogram) -> lag.put(stage.label(), histogram));
    return json.writeValueAsBytes(root);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UndecodableException for another version, or a missing or wrongly typed field
   */
  public InvalidationStats decode(byte[] bytes) throws UndecodableException {
    JsonFields fields = JsonFields.parse(json, bytes);
    if (fields.number("v") != VERSION) {
      throw new UndecodableException("version must be " + VERSION);
    }
    return new InvalidationStats(
        fields.text("instance"),
        fields.number("at"),
        fields.number("records"),
        fields.number("epochs"),
        gaps(fields),
        fields.number("watermarkAgeMillis"),
        lag(fields));
  }

  private static Map<String, Long> gaps(JsonFields fields) throws UndecodableException {
    Map<String, Long> gaps = new HashMap<>();
    for (Map.Entry<String, JsonNode> gap : fields.entries("gaps")) {
      gaps.put(gap.getKey(), gap.getValue().asLong());
    }
    return gaps;
  }

  private static Map<Stage, String> lag(JsonFields fields) throws UndecodableException {
    Map<Stage, String> lag = new EnumMap<>(Stage.class);
    for (Map.Entry<String, JsonNode> entry : fields.entries("lag")) {
      for (Stage stage : Stage.values()) {
        if (stage.label().equals(entry.getKey())) {
          lag.put(stage, entry.getValue().asString());
        }
      }
    }
    return lag;
  }
}
