package io.plimsoll.api.openapi;

import io.plimsoll.api.origin.ResultColumn;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.ParamType;
import io.plimsoll.core.catalog.Parsed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** JSON Schema (2020-12, as OpenAPI 3.1 has it) of parameters and of answers. */
final class JsonSchemas {
  private static final String TYPE = "type";
  private static final String FORMAT = "format";

  private JsonSchemas() {}

  /** Of a parameter's value, with its limits and its default. A URL has no null: it leaves out. */
  static JsonObject of(Param param) {
    JsonObject element = of(param.type().element());
    JsonObject schema =
        param.type().array()
            ? new JsonObject().put(TYPE, "array").put("items", element)
            : nullable(element, param.in() == Param.In.BODY && param.nullable());
    String unit = param.type().array() ? "Items" : "Length";
    boolean counted = param.type().array() || param.type().element() == ParamType.TEXT;
    if (counted) {
      param.min().ifPresent(n -> schema.put("min" + unit, Long.parseLong(n)));
      param.max().ifPresent(n -> schema.put("max" + unit, Long.parseLong(n)));
      if (param.type().array() && param.max().isEmpty()) {
        schema.put("maxItems", Param.MAX_ELEMENTS);
      } else if (param.in() != Param.In.BODY && param.max().isEmpty()) {
        schema.put("maxLength", Param.MAX_TEXT_IN_URL);
      }
    } else if (isNumber(param.type().element())) {
      param.min().ifPresent(n -> schema.put("minimum", new BigDecimal(n)));
      param.max().ifPresent(n -> schema.put("maximum", new BigDecimal(n)));
    }
    param.fallback().ifPresent(text -> schema.put("default", json(param, text)));
    return schema;
  }

  /**
   * Something that the parameter takes: its default unless that is empty, or a value of its type.
   */
  static Object example(Param param) {
    Object sample = value(param.type().element(), sample(param));
    return param
        .fallback()
        .filter(text -> !text.isEmpty())
        .map(text -> json(param, text))
        .orElse(
            param.type().array()
                ? new JsonArray(Collections.nCopies(Math.max(1, least(param)), sample))
                : sample);
  }

  /** Of a row; any column may be null, as an outer join can make it so. */
  static JsonObject of(List<ResultColumn> columns) {
    JsonObject properties = new JsonObject();
    JsonArray required = new JsonArray();
    for (ResultColumn column : columns) {
      properties.put(column.name(), ofColumn(column.type(), column.labels()));
      required.add(column.name());
    }
    return new JsonObject()
        .put(TYPE, "object")
        .put("properties", properties)
        .put("required", required);
  }

  private static JsonObject ofColumn(String type, List<String> labels) {
    if (type.startsWith("_")) {
      JsonObject items = ofColumn(type.substring(1), labels);
      return nullable(new JsonObject().put(TYPE, "array").put("items", items), true);
    }
    if (!labels.isEmpty()) {
      JsonObject text = nullable(typed("string", Optional.empty()), true);
      return text.put("enum", new JsonArray(new ArrayList<>(labels)).addNull());
    }
    return switch (type) {
      case "int2", "int4" -> nullable(typed("integer", Optional.of("int32")), true);
      case "int8" -> nullable(typed("integer", Optional.of("int64")), true);
      case "bool" -> nullable(typed("boolean", Optional.empty()), true);
      case "float4", "float8", "numeric" ->
          // NaN and the infinities are texts in Postgres's JSON.
          new JsonObject().put(TYPE, new JsonArray(List.of("number", "string", "null")));
      case "uuid", "date" -> nullable(typed("string", Optional.of(type)), true);
      case "timestamptz" -> nullable(typed("string", Optional.of("date-time")), true);
      case "json", "jsonb", "record" -> new JsonObject();
      default -> nullable(typed("string", Optional.empty()), true);
    };
  }

  private static JsonObject of(ParamType type) {
    return switch (type) {
      case SMALLINT ->
          typed("integer", Optional.of("int32"))
              .put("minimum", Short.MIN_VALUE)
              .put("maximum", Short.MAX_VALUE);
      case INT -> typed("integer", Optional.of("int32"));
      case BIGINT -> typed("integer", Optional.of("int64"));
      case NUMERIC -> typed("number", Optional.empty());
      case BOOLEAN -> typed("boolean", Optional.empty());
      case TEXT -> typed("string", Optional.empty());
      case UUID -> typed("string", Optional.of("uuid"));
      case DATE -> typed("string", Optional.of("date"));
      case TIMESTAMPTZ -> typed("string", Optional.of("date-time"));
    };
  }

  private static String sample(Param param) {
    ParamType type = param.type().element();
    Optional<String> limit = param.type().array() ? Optional.empty() : param.min().or(param::max);
    return switch (type) {
      case SMALLINT, INT, BIGINT, NUMERIC -> limit.orElse("1");
      case BOOLEAN -> "true";
      case TEXT -> param.type().array() ? "text" : text(param);
      case UUID -> "123e4567-e89b-12d3-a456-426614174000";
      case DATE -> limit.orElse("2026-01-31");
      case TIMESTAMPTZ -> limit.orElse("2026-01-31T12:00:00Z");
    };
  }

  private static String text(Param param) {
    String enough = "text".repeat(1 + least(param) / 4);
    int length = Math.max(least(param), 4);
    return enough.substring(0, Math.min(length, param.max().map(Integer::parseInt).orElse(length)));
  }

  /** Fewest characters or elements. */
  private static int least(Param param) {
    return param.min().map(Integer::parseInt).orElse(0);
  }

  /** A default, which the catalog's parser has read already. */
  private static Object json(Param param, String text) {
    return switch (param.parse(text)) {
      case Parsed.Valid valid -> value(param.type().element(), valid.canonical());
      case Parsed.Elements all -> {
        JsonArray array = new JsonArray();
        all.canonical().forEach(one -> array.add(value(all.type(), one)));
        yield array;
      }
      case Parsed.Invalid bad ->
          throw new IllegalStateException(
              "default of %s: expected %s, was %s"
                  .formatted(param.name(), bad.expected(), bad.actual()));
    };
  }

  private static Object value(ParamType type, String text) {
    return switch (type) {
      case SMALLINT, INT, BIGINT -> Long.parseLong(text);
      case NUMERIC -> new BigDecimal(text);
      case BOOLEAN -> Boolean.parseBoolean(text);
      case TEXT, UUID, DATE, TIMESTAMPTZ -> text;
    };
  }

  private static boolean isNumber(ParamType type) {
    return switch (type) {
      case SMALLINT, INT, BIGINT, NUMERIC -> true;
      case BOOLEAN, TEXT, UUID, DATE, TIMESTAMPTZ -> false;
    };
  }

  private static JsonObject typed(String type, Optional<String> format) {
    JsonObject schema = new JsonObject().put(TYPE, type);
    format.ifPresent(f -> schema.put(FORMAT, f));
    return schema;
  }

  private static JsonObject nullable(JsonObject schema, boolean nullable) {
    return nullable
        ? schema.put(TYPE, new JsonArray(List.of(schema.getString(TYPE), "null")))
        : schema;
  }
}
