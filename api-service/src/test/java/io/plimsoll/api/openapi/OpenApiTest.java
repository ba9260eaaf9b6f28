package io.plimsoll.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.ResultColumn;
import io.plimsoll.api.origin.Standing;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.CatalogParser;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIContractBuilder;
import io.vertx.openapi.mediatype.ContentAnalyser;
import io.vertx.openapi.mediatype.ContentAnalyserFactory;
import io.vertx.openapi.mediatype.MediaTypeRegistration;
import io.vertx.openapi.mediatype.MediaTypeRegistry;
import io.vertx.openapi.validation.ValidationContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Vertx vertx = Vertx.vertx();
  private static final String CATALOG =
      """
      queries:
        one:
          get: /things/{id}
          params: { id: bigint }
          sql: select id, name, at from things where id = :id
          one: true
          max-staleness: 1500ms
        many:
          get: /things
          params:
            ids: { type: "bigint[]", max: 50 }
            name: { type: text, default: null, max: 20 }
            least: { type: numeric, default: 1.5, min: 0, max: 9 }
            day: { type: date, default: 2026-01-01 }
            flag: { type: boolean, default: true }
            of: { type: uuid, default: null }
            since: { type: timestamptz, default: null }
            small: { type: smallint, default: 3 }
            none: { type: "bigint[]", default: "" }
            some: { type: "uuid[]", min: 2, max: 9 }
            long: { type: text, min: 6 }
            short: { type: text, max: 2 }
            late: { type: date, min: 2030-01-01 }
          sql: select id from things where id = any(:ids) and name = :name and n > :least and d = :day
            and f = :flag and u = :of and t > :since and s = :small
            and v = any(:none) and w = any(:some) and x = :long and y = :short and z = :late
        pages:
          get: /pages/{name}
          params: { name: text }
          sql: select id, at from things where name = :name
          page: { by: [id], sort: [-at, at], filter: { kind: { type: text, ops: [eq, in] }, at: { type: timestamptz, ops: [gte] } } }
      writes:
        add:
          post: /things
          params: { name: text, note: { type: text, default: "" } }
          sql: insert into things (name, note) values (:name, :note) returning id
      """;

  private final JsonObject document =
      new OpenApi(
              CatalogParser.parse("catalog.yaml", CATALOG),
              query ->
                  new Planned(
                      "1",
                      new Standing(
                          TagPlan.NOTHING,
                          Optional.empty(),
                          List.of(),
                          List.of(
                              new ResultColumn("id", "int8"),
                              new ResultColumn("names", "_text"),
                              new ResultColumn("at", "timestamptz"),
                              new ResultColumn("kind", "kind", List.of("small", "large")),
                              new ResultColumn("kinds", "_kind", List.of("small", "large")),
                              new ResultColumn("any", "jsonb")))))
          .document();

  /** The validator must be told of the media type of problems. */
  private static final MediaTypeRegistration PROBLEMS =
      new MediaTypeRegistration() {
        @Override
        public ContentAnalyser createContentAnalyser(
            String type, Buffer content, ValidationContext context) {
          return ContentAnalyserFactory.json().create(type, content, context);
        }

        @Override
        public boolean canHandle(String type) {
          return type.equals("application/problem+json");
        }

        @Override
        public List<String> supportedTypes() {
          return List.of("application/problem+json");
        }
      };

  private static OpenAPIContract validated(JsonObject document) {
    return new OpenAPIContractBuilder(vertx)
        .setContract(document)
        .mediaTypeRegistry(MediaTypeRegistry.createDefault().register(PROBLEMS))
        .build()
        .await();
  }

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  @Test
  void document_isOpenApi31() {
    OpenAPIContract contract = validated(document);
    assertThat(contract.operations().stream().map(o -> o.getOperationId()))
        .containsExactlyInAnyOrder("one", "many", "pages", "add");
  }

  @Test
  void operations_sayWhichKeyTheyNeed() {
    JsonObject secured =
        new OpenApi(
                CatalogParser.parse(
                    "catalog.yaml",
                    """
                    queries:
                      mine:
                        get: /mine
                        scope: things:read
                        params: { tenant: { type: text, from: key } }
                        sql: select id from things where owner = :tenant
                      count:
                        get: /count
                        public: true
                        sql: select count(*) as n from things
                    """),
                query -> new Planned("1", Standing.UNKNOWN),
                true)
            .document();
    assertThat(validated(secured).operations()).hasSize(2);
    JsonObject paths = secured.getJsonObject("paths");
    JsonObject mine = paths.getJsonObject("/mine").getJsonObject("get");
    assertThat(mine.getJsonArray("security").encode()).isEqualTo("[{\"key\":[\"things:read\"]}]");
    assertThat(mine.getJsonObject("responses").fieldNames()).contains("401", "403");
    assertThat(mine.getJsonArray("parameters").encode()).doesNotContain("tenant");
    JsonObject count = paths.getJsonObject("/count").getJsonObject("get");
    assertThat(count.containsKey("security")).isFalse();
    assertThat(count.getJsonObject("responses").fieldNames()).doesNotContain("401", "403");
    assertThat(secured.getJsonObject("components").getJsonObject("securitySchemes").encode())
        .contains("\"scheme\":\"bearer\"");
    assertThat(document.encode()).doesNotContain("securitySchemes", "\"security\"");
  }

  @Test
  void brokenDocument_isNot() {
    JsonObject broken = document.copy();
    broken
        .getJsonObject("paths")
        .getJsonObject("/things")
        .getJsonObject("get")
        .getJsonArray("parameters")
        .getJsonObject(0)
        .put("in", "nowhere");
    assertThatThrownBy(() -> validated(broken)).hasMessageContaining("invalid");
  }

  private JsonObject operation(String path, String method) {
    return document.getJsonObject("paths").getJsonObject(path).getJsonObject(method);
  }

  @Test
  void parameters_haveTypesLimitsDefaultsAndExamples() {
    JsonArray parameters = operation("/things", "get").getJsonArray("parameters");
    assertThat(parameters.getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "ids", "in": "query", "required": true, "style": "form", "explode": false,
                 "example": [1], "schema": {"type": "array", "maxItems": 50,
                 "items": {"type": "integer", "format": "int64"}}}\
                """));
    assertThat(parameters.getJsonObject(1).getJsonObject("schema"))
        .isEqualTo(new JsonObject("{\"type\": \"string\", \"maxLength\": 20}"));
    assertThat(parameters.getJsonObject(2).getJsonObject("schema").encode())
        .isEqualTo("{\"type\":\"number\",\"minimum\":0,\"maximum\":9,\"default\":1.5}");
    assertThat(operation("/things/{id}", "get").getJsonArray("parameters").getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "id", "in": "path", "required": true, "example": 1,
                 "schema": {"type": "integer", "format": "int64"}}\
                """));
  }

  @Test
  void list_saysWhatItCanBeFilteredAndSortedBy() {
    Map<String, JsonObject> parameters = new HashMap<>();
    for (Object one : operation("/pages/{name}", "get").getJsonArray("parameters")) {
      JsonObject parameter = (JsonObject) one;
      parameters.put(parameter.getString("name", ""), parameter);
    }
    assertThat(parameters)
        .containsKeys("name", "kind", "kind_in", "at_gte", "limit", "sort", "cursor");
    assertThat(parameters.get("sort"))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "sort", "in": "query", "required": false, "example": "-at",
                 "schema": {"type": "string", "enum": ["-at", "at"]},
                 "description": "The order, - is descending; the usual one when it is left out"}\
                """));
    JsonObject kinds = Objects.requireNonNull(parameters.get("kind_in"));
    assertThat(kinds.getString("description")).isEqualTo("Only rows whose kind is one of these");
    assertThat(kinds.getBoolean("required")).isFalse();
    assertThat(Objects.requireNonNull(parameters.get("cursor")).containsKey("example")).isFalse();
    JsonObject ok =
        operation("/pages/{name}", "get").getJsonObject("responses").getJsonObject("200");
    assertThat(ok.getJsonObject("headers").fieldNames()).contains("Link");
  }

  @Test
  void examples_keepTheLimits() {
    Map<String, Object> examples = new HashMap<>();
    for (Object one : operation("/things", "get").getJsonArray("parameters")) {
      JsonObject parameter = (JsonObject) one;
      if (parameter.containsKey("example")) {
        examples.put(parameter.getString("name"), parameter.getValue("example"));
      }
    }
    assertThat(examples)
        .containsEntry("none", new JsonArray(List.of(1L)))
        .containsEntry(
            "some",
            new JsonArray(
                List.of(
                    "123e4567-e89b-12d3-a456-426614174000",
                    "123e4567-e89b-12d3-a456-426614174000")))
        .containsEntry("long", "textte")
        .containsEntry("short", "te")
        .containsEntry("late", "2030-01-01");
  }

  @Test
  void answers_haveTheTypesThatPostgresTells() {
    JsonObject responses = operation("/things/{id}", "get").getJsonObject("responses");
    assertThat(responses.fieldNames()).contains("200", "304", "400", "404", "503", "504");
    JsonObject properties =
        responses
            .getJsonObject("200")
            .getJsonObject("content")
            .getJsonObject("application/json")
            .getJsonObject("schema")
            .getJsonObject("properties");
    assertThat(properties.encode())
        .isEqualTo(
            "{\"id\":{\"type\":[\"integer\",\"null\"],\"format\":\"int64\"},"
                + "\"names\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":[\"string\",\"null\"]}},"
                + "\"at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
                + "\"kind\":{\"type\":[\"string\",\"null\"],\"enum\":[\"small\",\"large\",null]},"
                + "\"kinds\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":[\"string\",\"null\"],"
                + "\"enum\":[\"small\",\"large\",null]}},\"any\":{}}");
    assertThat(operation("/things", "get").getJsonObject("responses").fieldNames())
        .doesNotContain("404");
  }

  @Test
  void problems_nameTheirTypes() {
    JsonObject responses = operation("/things", "get").getJsonObject("responses");
    assertThat(responses.getJsonObject("400").getString("$ref"))
        .isEqualTo("#/components/responses/Read400");
    JsonObject components = document.getJsonObject("components").getJsonObject("responses");
    assertThat(components.getJsonObject("Read400").encode())
        .contains("\"/problems/invalid-parameters\"", "\"/problems/token-invalid\"")
        .doesNotContain("/problems/bad-json");
    assertThat(components.getJsonObject("Write400").encode())
        .contains("\"/problems/bad-json\"")
        .doesNotContain("/problems/token-invalid");
  }

  @Test
  void writes_takeTheirParametersInTheBody() {
    JsonObject body = operation("/things", "post").getJsonObject("requestBody");
    assertThat(body.getBoolean("required")).isTrue();
    JsonObject content = body.getJsonObject("content").getJsonObject("application/json");
    assertThat(content.getJsonObject("schema").getJsonArray("required"))
        .isEqualTo(new JsonArray(List.of("name")));
    assertThat(content.getJsonObject("example").encode()).isEqualTo("{\"name\":\"text\"}");
    assertThat(operation("/things", "post").getJsonObject("responses").fieldNames())
        .contains("201");
  }

  @Test
  void page_showsTextAsText() {
    document.getJsonObject("paths").put("/<b>&\"", new JsonObject());
    document
        .getJsonObject("paths")
        .getJsonObject("/<b>&\"")
        .put("get", operation("/things/{id}", "get"));
    assertThat(OpenApiPage.of(document))
        .contains("GET /&lt;b&gt;&amp;&quot;", "GET /things/{id}", "href=\"/things/1\"")
        .contains("href=\"/things?ids=1&amp;some=")
        .doesNotContain("<b>");
  }
}
