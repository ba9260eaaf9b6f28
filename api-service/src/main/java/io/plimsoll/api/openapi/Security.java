package io.plimsoll.api.openapi;

import io.plimsoll.core.catalog.Access;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What an operation's caller must show, as OpenAPI tells it.
 *
 * @param keys whether API keys are required at all
 */
record Security(boolean keys) {
  private static final String SCHEME = "key";

  /** Adds it to an operation. */
  JsonObject on(JsonObject operation, Access access) {
    if (keys && !access.open()) {
      JsonArray scopes = new JsonArray(access.scope().stream().toList());
      return operation.put(
          "security", new JsonArray(List.of(new JsonObject().put(SCHEME, scopes))));
    }
    JsonObject responses = operation.getJsonObject("responses");
    responses.remove("401");
    responses.remove("403");
    return operation;
  }

  /** Adds the scheme to the components. */
  JsonObject in(JsonObject components) {
    return keys
        ? components.put(
            "securitySchemes",
            new JsonObject()
                .put(
                    SCHEME,
                    new JsonObject()
                        .put("type", "http")
                        .put("scheme", "bearer")
                        .put("description", "An API key: Authorization: Bearer plk_…")))
        : components;
  }
}
