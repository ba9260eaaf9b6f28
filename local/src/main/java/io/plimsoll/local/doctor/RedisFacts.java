package io.plimsoll.local.doctor;

import java.time.Duration;
import java.util.Map;

/**
 * Redis or Valkey as it describes itself.
 *
 * @param info of INFO, by field
 * @param stopsOnFailedSave stop-writes-on-bgsave-error; empty when CONFIG may not be asked
 * @param scripts why a script cannot run, or empty
 * @param ping the middle of several PINGs
 * @param cluster of CLUSTER INFO, empty when it is no cluster
 */
record RedisFacts(
    Map<String, String> info,
    String stopsOnFailedSave,
    String scripts,
    Duration ping,
    Map<String, String> cluster,
    Duration clockAhead,
    Duration roundTrip) {
  RedisFacts {
    info = Map.copyOf(info);
    cluster = Map.copyOf(cluster);
  }

  String get(String field) {
    return info.getOrDefault(field, "");
  }

  long number(String field) {
    String text = get(field);
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
