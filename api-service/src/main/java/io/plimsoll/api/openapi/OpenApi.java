package io.plimsoll.api.openapi;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.ResultColumn;
import io.plimsoll.core.catalog.BatchDef;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.Guard;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1</a> document of a catalog: what it
 * takes from the catalog, what it answers from the types that Postgres tells. Thread-safe.
 */
public final class OpenApi {
  private static final String DESCRIPTION = "description";
  private static final String SCHEMA = "schema";
  private static final String CONTENT = "content";
  private static final String[] OF_READS = {
    "ETag",
    "Age",
    "Cache-Control",
    "Vary",
    "Content-Encoding",
    "Cache-Groups",
    "Cache-Status",
    "Server-Timing",
    "Plimsoll-Freshness"
  };

  private final Catalog catalog;
  private final Function<QueryDef, Planned> planned;
  private final Security security;

  /**
   * Of a catalog.
   *
   * @param planned how a query stands, as known at the moment
   */
  public OpenApi(Catalog catalog, Function<QueryDef, Planned> planned) {
    this(catalog, planned, false);
  }

  /**
   * Likewise.
   *
   * @param keys whether requests need an API key
   */
  public OpenApi(Catalog catalog, Function<QueryDef, Planned> planned, boolean keys) {
    this.catalog = catalog;
    this.planned = planned;
    this.security = new Security(keys);
  }

  /** The document stays the same as long as this does. */
  public String schemaVersion() {
    return catalog.queries().stream()
        .findFirst()
        .map(query -> planned.apply(query).schemaVersion())
        .orElse("");
  }

  /** As it is now: columns of an answer can change with the schema. */
  public JsonObject document() {
    Map<String, JsonObject> paths = new TreeMap<>();
    for (QueryDef query : catalog.queries()) {
      paths
          .computeIfAbsent(query.path().toString(), p -> new JsonObject())
          .put("get", security.on(get(query), query.access()));
    }
    for (BatchDef batch : catalog.batches()) {
      paths
          .computeIfAbsent(batch.path().toString(), p -> new JsonObject())
          .put("get", security.on(batch(batch), batch.query().access()));
    }
    for (WriteDef write : catalog.writes()) {
      paths
          .computeIfAbsent(write.path().toString(), p -> new JsonObject())
          .put(write.method().key(), security.on(write(write), write.access()));
    }
    JsonObject all = new JsonObject();
    paths.forEach(all::put);
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "Plimsoll")
                .put("version", version())
                .put(
                    DESCRIPTION,
                    "Each answer is what Postgres would have answered at some moment within the"
                        + " query's bound; Plimsoll-Freshness says which."))
        .put("paths", all)
        .put("components", security.in(components()));
  }

  /** Changes with anything that shapes an answer. */
  private String version() {
    return Integer.toHexString(
        catalog.queries().stream().map(QueryDef::version).toList().hashCode());
  }

  private JsonObject get(QueryDef query) {
    JsonObject row = row(query);
    JsonObject answer = query.one() ? row : array(row);
    JsonObject operation =
        read(
            query.one(),
            params(query),
            "At most " + query.maxStaleness().toMillis() + " ms old when it is answered.",
            query.one() ? "The row" : "The rows",
            answer);
    catalog
        .page(query)
        .ifPresent(list -> {
          headers(operation, "Link");
          PageParams.describe(operation.getJsonArray("parameters"), list);
        });
    return operation.put("operationId", query.name());
  }

  private List<Param> params(QueryDef query) {
    return Stream.concat(
            query.params().stream(),
            catalog.page(query).stream().flatMap(list -> list.ownParams().stream()))
        .toList();
  }

  private static void headers(JsonObject operation, String... names) {
    operation
        .getJsonObject("responses")
        .getJsonObject("200")
        .getJsonObject("headers")
        .mergeIn(refs("headers", names));
  }

  private JsonObject batch(BatchDef batch) {
    QueryDef query = batch.query();
    JsonObject row = row(query);
    JsonObject orNull =
        row.isEmpty()
            ? row
            : new JsonObject()
                .put("oneOf", new JsonArray().add(row).add(new JsonObject().put("type", "null")));
    JsonObject operation =
        read(
            false,
            List.of(batch.ids()),
            "Several of %s at once, each at most %d ms old when it is answered."
                .formatted(query.name(), query.maxStaleness().toMillis()),
            "One element for each id, in the order asked; null where there is no row",
            array(orNull));
    headers(operation, "Plimsoll-Parts");
    return operation.put("operationId", query.name() + "-batch");
  }

  private JsonObject row(QueryDef query) {
    List<ResultColumn> columns = planned.apply(query).standing().columns();
    return columns.isEmpty() ? new JsonObject() : JsonSchemas.of(columns);
  }

  private static JsonObject array(JsonObject items) {
    return new JsonObject().put("type", "array").put("items", items);
  }

  private static JsonObject read(
      boolean one, List<Param> params, String description, String ofAnswer, JsonObject answer) {
    JsonObject ok =
        new JsonObject()
            .put(DESCRIPTION, ofAnswer)
            .put("headers", refs("headers", OF_READS))
            .put(CONTENT, json(answer));
    JsonObject responses =
        new JsonObject()
            .put("200", ok)
            .put("304", new JsonObject().put(DESCRIPTION, "The answer of If-None-Match still is"));
    ProblemResponses.ofRead(one).forEach(responses::put);
    JsonArray parameters = parameters(params);
    for (String header : List.of("Plimsoll-After", "If-None-Match", "Plimsoll-Timing")) {
      parameters.add(ref("parameters", header));
    }
    return new JsonObject()
        .put(DESCRIPTION, description)
        .put("parameters", parameters)
        .put("responses", responses);
  }

  private static JsonObject write(WriteDef write) {
    JsonObject ok =
        new JsonObject()
            .put(DESCRIPTION, "Written; the columns that the statement returns")
            .put("headers", refs("headers", "Plimsoll-Token", "Idempotent-Replayed"));
    if (write.status() != 204) {
      ok.put(CONTENT, json(new JsonObject().put("type", "object")));
    }
    JsonObject responses = new JsonObject().put(Integer.toString(write.status()), ok);
    ProblemResponses.ofWrite().forEach(responses::put);
    JsonArray parameters = parameters(write.params());
    parameters.add(ref("parameters", "Idempotency-Key"));
    write.guard().ifPresent(guard -> parameters.add(ifMatch(guard)));
    JsonObject operation =
        new JsonObject()
            .put("operationId", write.name())
            .put("parameters", parameters)
            .put("responses", responses);
    List<Param> members = write.params().stream().filter(p -> p.in() == Param.In.BODY).toList();
    if (!members.isEmpty()) {
      operation.put("requestBody", body(members));
    }
    return operation;
  }

  private static JsonObject body(List<Param> members) {
    JsonObject properties = new JsonObject();
    JsonObject example = new JsonObject();
    JsonArray required = new JsonArray();
    for (Param member : members) {
      properties.put(member.name(), JsonSchemas.of(member));
      if (member.required()) {
        required.add(member.name());
        example.put(member.name(), JsonSchemas.example(member));
      }
    }
    JsonObject schema =
        new JsonObject()
            .put("type", "object")
            .put("properties", properties)
            .put("required", required)
            .put("additionalProperties", false);
    JsonObject content = json(schema);
    content.getJsonObject("application/json").put("example", example);
    return new JsonObject().put("required", !required.isEmpty()).put(CONTENT, content);
  }

  private static JsonArray parameters(List<Param> params) {
    JsonArray parameters = new JsonArray();
    for (Param param : params) {
      if (param.in() == Param.In.PATH || param.in() == Param.In.QUERY) {
        JsonObject one =
            new JsonObject()
                .put("name", param.name())
                .put("in", param.in() == Param.In.PATH ? "path" : "query")
                .put("required", param.in() == Param.In.PATH || param.required())
                .put(SCHEMA, JsonSchemas.of(param));
        one.put("example", JsonSchemas.example(param));
        if (param.type().array()) {
          one.put("style", param.in() == Param.In.PATH ? "simple" : "form").put("explode", false);
        }
        parameters.add(one);
      }
    }
    return parameters;
  }

  private static JsonObject components() {
    return new JsonObject()
        .put("schemas", new JsonObject().put("Problem", ProblemResponses.schema()))
        .put("responses", ProblemResponses.components())
        .put(
            "parameters",
            new JsonObject()
                .put(
                    "Idempotency-Key",
                    header("Idempotency-Key", "Of this request and its retries: written once"))
                .put(
                    "Plimsoll-After",
                    header("Plimsoll-After", "A write's Plimsoll-Token: answer not from before it"))
                .put("Plimsoll-Timing", header("Plimsoll-Timing", "1: answer with Server-Timing"))
                .put("If-None-Match", header("If-None-Match", "An ETag: no body while it holds")))
        .put(
            "headers",
            new JsonObject()
                .put("ETag", text("Of this body"))
                .put("Cache-Control", text("How long a cache may give it, within the bound"))
                .put("Cache-Groups", text("What it changes with, RFC 9875"))
                .put("Vary", text("Request headers it depends on"))
                .put("Content-Encoding", text("zstd, br or gzip, by Accept-Encoding"))
                .put("Server-Timing", text("For Plimsoll-Timing: 1"))
                .put("Link", text("The page behind this one, rel=next; the first one, rel=first"))
                .put("Age", text("Seconds since it was certainly the answer"))
                .put(
                    "Plimsoll-Parts", text("How many different ones were cached, and how many not"))
                .put("Cache-Status", text("Where it came from, RFC 9211"))
                .put("Plimsoll-Freshness", text("The moment it is the answer of, and its age"))
                .put("Plimsoll-Token", text("Show it as Plimsoll-After to read your write"))
                .put("Idempotent-Replayed", text("true: an earlier request of the key wrote it")));
  }

  private static JsonObject header(String name, String description) {
    return new JsonObject()
        .put("name", name)
        .put("in", "header")
        .put("required", false)
        .put(DESCRIPTION, description)
        .put(SCHEMA, new JsonObject().put("type", "string"));
  }

  private static JsonObject ifMatch(Guard guard) {
    return header("If-Match", "ETag of the answer of " + guard.query() + " that is changed, or *")
        .put("required", guard.required());
  }

  private static JsonObject text(String description) {
    return new JsonObject()
        .put(DESCRIPTION, description)
        .put(SCHEMA, new JsonObject().put("type", "string"));
  }

  private static JsonObject json(JsonObject schema) {
    return new JsonObject().put("application/json", new JsonObject().put(SCHEMA, schema));
  }

  private static JsonObject refs(String kind, String... names) {
    JsonObject refs = new JsonObject();
    List.of(names).forEach(name -> refs.put(name, ref(kind, name)));
    return refs;
  }

  private static JsonObject ref(String kind, String name) {
    return new JsonObject().put("$ref", "#/components/" + kind + "/" + name);
  }
}
