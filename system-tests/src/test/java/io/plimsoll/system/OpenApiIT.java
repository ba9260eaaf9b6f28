package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /openapi.json} promises is what the service does. */
final class OpenApiIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder(Service.API));
    articles.until("/articles/1", response -> response.status() == 200);
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static JsonNode document() {
    Response response = articles.get("/openapi.json");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    return JSON.readTree(response.body());
  }

  @Test
  void document_hasAValidator() {
    String etag = articles.get("/openapi.json").header("ETag");
    assertThat(articles.get("/openapi.json", "If-None-Match", etag).status()).isEqualTo(304);
    assertThat(articles.get("/openapi.json", "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  /** Asks each query with the examples of its parameters. */
  @Test
  void examplesOfEachQuery_areAnsweredAsTheSchemaSays() {
    List<String> asked = new ArrayList<>();
    document()
        .get("paths")
        .properties()
        .forEach(path -> {
          JsonNode get = path.getValue().get("get");
          if (get != null) {
            asked.add(path.getKey());
            String url = url(path.getKey(), get.get("parameters"));
            Response response = articles.get(url);
            assertThat(response.status()).as(url + " " + response).isIn(200, 404);
            if (response.status() == 200) {
              String schema = get.at("/responses/200/content/application~1json/schema").toString();
              assertThat(
                      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                          .getSchema(schema, InputFormat.JSON)
                          .validate(response.body(), InputFormat.JSON))
                  .as(url + " " + schema)
                  .isEmpty();
            }
          }
        });
    assertThat(asked)
        .hasSize(Instance.CATALOG.queries().size() + Instance.CATALOG.batches().size());
  }

  @Test
  void article_hasItsColumns() {
    JsonNode properties =
        document()
            .at(
                "/paths/~1articles~1{id}/get/responses/200/content/application~1json/schema/properties");
    assertThat(properties.get("id").toString())
        .isEqualTo("{\"type\":[\"integer\",\"null\"],\"format\":\"int64\"}");
    assertThat(properties.get("tags").get("items").toString())
        .isEqualTo("{\"type\":[\"string\",\"null\"]}");
  }

  /** What a stranger's tool understands of the document is what the service does. */
  @Test
  void clientGeneratedFromTheDocument_readsAndLists(@TempDir Path folder) throws IOException {
    GeneratedClient client =
        GeneratedClient.of(
            articles.get("/openapi.json").body(),
            folder,
            Path.of("src", "test", "resources", "client", "Check.java"));
    String expected =
        articles.sqlValue(
            "select string_agg('browse ' || id || ' ' || category, E'\\n' order by created_at desc) from"
                + " (select * from articles where status = 'published' and category in ('film', 'music')"
                + " and created_at >= '2025-01-01Z' order by created_at desc limit 3) a");
    String article =
        articles.sqlValue(
            "select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z tags \"') || "
                + "(select count(*) from article_tags where article_id = 1) from articles where id = 1");
    assertThat(client.run(articles.stack().endpoints().api().toString()))
        .contains("article 1 " + article, expected, "batch 2 null", "missing 404");
  }

  @Test
  void page_linksARequestThatIsAnswered() {
    Response page = articles.get("/docs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(page.body())
        .contains("GET /articles/{id}", "<a href=\"/articles/1\">", "POST /articles")
        .doesNotContain("<script", "http://", "https://");
  }

  private static String url(String path, JsonNode parameters) {
    String filled = path;
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : parameters) {
      if (!parameter.has("example")) {
        continue; // a header
      }
      String name = parameter.get("name").asString();
      JsonNode example = parameter.get("example");
      String value =
          URLEncoder.encode(
              example.isArray() ? example.get(0).asString() : example.asString(),
              StandardCharsets.UTF_8);
      if (parameter.get("in").asString().equals("path")) {
        filled = filled.replace("{" + name + "}", value);
      } else {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
      }
    }
    return filled + query;
  }
}
