package io.plimsoll.api.openapi;

import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The problems that operations can be answered with: one response a status, naming its types. */
final class ProblemResponses {
  private static final String NOT_FOUND = "404";

  private ProblemResponses() {}

  /**
   * References by status.
   *
   * @param one whether it answers 404 when there is no row, and not an empty list
   */
  static Map<String, JsonObject> ofRead(boolean one) {
    Map<String, JsonObject> responses = references("Read", ProblemType.ofReads());
    if (!one) {
      responses.remove(NOT_FOUND);
    }
    return responses;
  }

  /** References by status. */
  static Map<String, JsonObject> ofWrite() {
    return references("Write", ProblemType.ofWrites());
  }

  /** What the references lead to. */
  static JsonObject components() {
    JsonObject all = new JsonObject();
    byStatus(ProblemType.ofReads()).forEach((s, types) -> all.put("Read" + s, response(types)));
    byStatus(ProblemType.ofWrites()).forEach((s, types) -> all.put("Write" + s, response(types)));
    return all;
  }

  /** What all problems have in common. */
  static JsonObject schema() {
    JsonObject text = new JsonObject().put("type", "string");
    JsonObject invalid =
        new JsonObject()
            .put("type", "object")
            .put(
                "properties",
                new JsonObject().put("name", text).put("expected", text).put("actual", text));
    return new JsonObject()
        .put("type", "object")
        .put(
            "properties",
            new JsonObject()
                .put("type", text.copy().put("format", "uri-reference"))
                .put("title", text)
                .put("status", new JsonObject().put("type", "integer"))
                .put("detail", text)
                .put("invalid-params", new JsonObject().put("type", "array").put("items", invalid)))
        .put("required", new JsonArray(List.of("type", "title", "status", "detail")));
  }

  private static Map<String, JsonObject> references(String prefix, List<ProblemType> types) {
    Map<String, JsonObject> references = new TreeMap<>();
    byStatus(types)
        .keySet()
        .forEach(status ->
            references.put(
                status, new JsonObject().put("$ref", "#/components/responses/" + prefix + status)));
    return references;
  }

  private static SortedMap<String, List<ProblemType>> byStatus(List<ProblemType> types) {
    return types.stream()
        .collect(
            Collectors.groupingBy(
                type -> Integer.toString(type.status()), TreeMap::new, Collectors.toList()));
  }

  private static JsonObject response(List<ProblemType> types) {
    JsonArray uris = new JsonArray(types.stream().map(ProblemType::uri).toList());
    JsonObject one =
        new JsonObject()
            .put("properties", new JsonObject().put("type", new JsonObject().put("enum", uris)));
    JsonObject schema =
        new JsonObject()
            .put(
                "allOf",
                new JsonArray()
                    .add(new JsonObject().put("$ref", "#/components/schemas/Problem"))
                    .add(one));
    return new JsonObject()
        .put(
            "description", types.stream().map(ProblemType::title).collect(Collectors.joining("; ")))
        .put(
            "content",
            new JsonObject()
                .put("application/problem+json", new JsonObject().put("schema", schema)));
  }
}
