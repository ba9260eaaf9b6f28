package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalInt;

/**
 * An error as RFC 9457 tells it.
 *
 * @param detail of this occurrence
 * @param invalid parameters that were refused, each with what was expected and given
 * @param retryAfterSeconds when the same request may succeed later
 */
record Problem(
    ProblemType type, String detail, List<InvalidParam> invalid, OptionalInt retryAfterSeconds) {
  static final String MEDIA_TYPE = "application/problem+json";

  record InvalidParam(String name, String expected, String actual) {}

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, List.of(), OptionalInt.empty());
  }

  static Problem invalid(List<InvalidParam> invalid) {
    InvalidParam first = invalid.getFirst();
    return new Problem(
        ProblemType.INVALID_PARAMETERS,
        "%s: expected %s, was %s".formatted(first.name(), first.expected(), first.actual()),
        invalid,
        OptionalInt.empty());
  }

  Problem retryAfter(int seconds) {
    return new Problem(type, detail, invalid, OptionalInt.of(seconds));
  }

  JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("type", type.uri())
            .put("title", type.title())
            .put("status", type.status())
            .put("detail", detail);
    if (!invalid.isEmpty()) {
      JsonArray list = new JsonArray();
      invalid.forEach(p ->
          list.add(
              new JsonObject()
                  .put("name", p.name())
                  .put("expected", p.expected())
                  .put("actual", p.actual())));
      json.put("invalid-params", list);
    }
    return json;
  }
}
