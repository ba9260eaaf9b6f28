package io.plimsoll.api.admin;

import io.plimsoll.api.origin.RoutedOrigin;
import io.plimsoll.core.service.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** How the standbys are doing, and which of them get reads of this instance. Thread-safe. */
final class Standbys {
  private final Optional<RoutedOrigin> routed;

  /** Empty where there are none. */
  Standbys(Optional<RoutedOrigin> routed) {
    this.routed = routed;
  }

  /** The state of each, by its name. */
  Reply states() {
    JsonObject states = new JsonObject();
    known().forEach(states::put);
    return Reply.json(new JsonObject().put("standbys", states).encode());
  }

  /** Takes {@code standby} and {@code "reads": "on"} or {@code "off"}. */
  Reply turn(AdminCall call) throws IOException {
    JsonObject asked = call.json();
    String name = asked.getString("standby", "");
    String reads = asked.getString("reads", "");
    if (!reads.equals("on") && !reads.equals("off")) {
      throw AdminProblem.invalid("reads: must be on or off");
    }
    boolean there =
        routed.isPresent()
            && (reads.equals("on") ? routed.get().takeBack(name) : routed.get().drain(name));
    if (!there) {
      throw AdminProblem.invalid(
          "standby: must be one of %s, was \"%s\"".formatted(known().keySet(), name));
    }
    return states();
  }

  private Map<String, String> known() {
    return routed.map(RoutedOrigin::states).orElse(Map.of());
  }
}
