package io.plimsoll.api.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The document as a page of HTML, for people: no script, nothing from another host. */
public final class OpenApiPage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Plimsoll</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
      h2 { margin: 2.5rem 0 .5rem; font: 600 1.1rem ui-monospace, monospace }
      table { border-collapse: collapse; width: 100% }
      th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; vertical-align: top }
      code, pre { font: .9em ui-monospace, monospace }
      pre { background: #8881; padding: .75rem; overflow: auto }
      :root { color-scheme: light dark }
      </style>
      """;

  private OpenApiPage() {}

  /** Of a document that {@link OpenApi} has made. */
  public static String of(JsonObject document) {
    StringBuilder page = new StringBuilder(HEAD);
    JsonObject info = document.getJsonObject("info");
    page.append("<h1>").append(text(info.getString("title"))).append("</h1>\n<p>");
    page.append(text(info.getString("description")));
    page.append(" <a href=\"/openapi.json\">As OpenAPI 3.1</a></p>\n");
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        operation(page, path.getKey(), operation.getKey(), (JsonObject) operation.getValue());
      }
    }
    return page.append("</html>\n").toString();
  }

  private static void operation(
      StringBuilder page, String path, String method, JsonObject operation) {
    page.append("<h2>").append(text(method.toUpperCase(Locale.ROOT) + " " + path));
    page.append("</h2>\n<p>").append(text(operation.getString("description", ""))).append("</p>\n");
    parameters(page, operation.getJsonArray("parameters"));
    if (method.equals("get")) {
      String example = text(example(path, operation.getJsonArray("parameters")));
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
                    text(parameter.getString("name")),
                    text(parameter.getString("in")),
                    Boolean.TRUE.equals(parameter.getBoolean("required")) ? "required" : "",
                    text(parameter.getJsonObject("schema").encode())));
      }
    }
    if (!rows.isEmpty()) {
      page.append("<table>\n").append(rows).append("</table>\n");
    }
  }

  private static void schema(StringBuilder page, String title, JsonObject of) {
    JsonObject json = of.getJsonObject("content").getJsonObject("application/json");
    page.append("<details><summary>").append(text(title)).append("</summary><pre>");
    page.append(text(json.encodePrettily())).append("</pre></details>\n");
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

  private static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
