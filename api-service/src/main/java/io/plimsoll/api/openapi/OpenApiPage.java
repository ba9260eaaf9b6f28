package io.plimsoll.api.openapi;

import io.plimsoll.api.html.Html;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The document as a page of HTML, for people: no script, nothing from another host. */
public final class OpenApiPage {
  private OpenApiPage() {}

  /** Of a document that {@link OpenApi} has made. */
  public static String of(JsonObject document) {
    StringBuilder page = new StringBuilder();
    JsonObject info = document.getJsonObject("info");
    page.append("<h1>").append(Html.text(info.getString("title"))).append("</h1>\n<p>");
    page.append(Html.text(info.getString("description")));
    page.append(" <a href=\"/openapi.json\">As OpenAPI 3.1</a></p>\n");
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        operation(page, path.getKey(), operation.getKey(), (JsonObject) operation.getValue());
      }
    }
    return Html.page("Plimsoll", page.toString());
  }

  private static void operation(
      StringBuilder page, String path, String method, JsonObject operation) {
    page.append("<h2>").append(Html.text(method.toUpperCase(Locale.ROOT) + " " + path));
    page.append("</h2>\n<p>")
        .append(Html.text(operation.getString("description", "")))
        .append("</p>\n");
    parameters(page, operation.getJsonArray("parameters"));
    if (method.equals("get")) {
      String example = Html.text(example(path, operation.getJsonArray("parameters")));
      page.append(
          "<p>For example <a href=\"%s\"><code>%s</code></a></p>%n".formatted(example, example));
    }
    JsonObject body = operation.getJsonObject("requestBody");
    if (body != null) {
      schema(page, "Takes", body);
    }
    for (Map.Entry<String, Object> response : operation.getJsonObject("responses")) {
      JsonObject answer = (JsonObject) response.getValue();
      if (answer.containsKey("content")) {
        schema(page, response.getKey(), answer);
      }
    }
  }

  private static void parameters(StringBuilder page, JsonArray parameters) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < parameters.size(); i++) {
      JsonObject parameter = parameters.getJsonObject(i);
      if (parameter.containsKey("name")) {
        rows.append(
            "<tr><td><code>%s</code><td>%s<td>%s<td><code>%s</code>%n"
                .formatted(
                    Html.text(parameter.getString("name")),
                    Html.text(parameter.getString("in")),
                    Boolean.TRUE.equals(parameter.getBoolean("required")) ? "required" : "",
                    Html.text(parameter.getJsonObject("schema").encode())));
      }
    }
    if (!rows.isEmpty()) {
      page.append("<table>\n").append(rows).append("</table>\n");
    }
  }

  private static void schema(StringBuilder page, String title, JsonObject of) {
    JsonObject json = of.getJsonObject("content").getJsonObject("application/json");
    page.append("<details><summary>").append(Html.text(title)).append("</summary><pre>");
    page.append(Html.text(json.encodePrettily())).append("</pre></details>\n");
  }

  private static String example(String path, JsonArray parameters) {
    String filled = path;
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < parameters.size(); i++) {
      JsonObject parameter = parameters.getJsonObject(i);
      if (parameter.containsKey("example")) {
        Object example = parameter.getValue("example");
        Object one = example instanceof JsonArray all ? all.getValue(0) : example;
        String value = URLEncoder.encode(String.valueOf(one), StandardCharsets.UTF_8);
        String name = parameter.getString("name");
        if (parameter.getString("in").equals("path")) {
          filled = filled.replace("{" + name + "}", value.replace("+", "%20"));
        } else if (Boolean.TRUE.equals(parameter.getBoolean("required"))) {
          query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
        }
      }
    }
    return filled + query;
  }
}
