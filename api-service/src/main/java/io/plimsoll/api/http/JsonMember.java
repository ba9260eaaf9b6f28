package io.plimsoll.api.http;

import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.ParamType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a parameter from a member of a JSON object: of a value its JSON form, of an array a JSON
 * array of these. Strict: a number is not a text, and a text is not a number.
 */
final class JsonMember {
  private static final int MAX_SCALE = 200;

  private JsonMember() {}

  /**
   * Takes it as the parameter's value.
   *
   * @param json null when there is no such member, or it is null
   */
  static void take(RequestValues values, Param param, @Nullable Object json) {
    boolean array = param.type().array();
    if (json == null) {
      values.take(param, Optional.empty());
    } else if (array && json instanceof JsonArray elements) {
      take(values, param, elements);
    } else if (!array && fits(param.type().element(), json)) {
      values.take(param, Optional.of(text(json)));
    } else {
      values.refuse(param.name(), param.type().description(), kind(json));
    }
  }

  private static void take(RequestValues values, Param param, JsonArray elements) {
    ParamType type = param.type().element();
    List<String> texts = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Object json = elements.getValue(i);
      if (json == null || !fits(type, json)) {
        values.refuse(param.name(), type.description() + " as element " + (i + 1), kind(json));
        return;
      }
      texts.add(text(json));
    }
    values.take(param, texts);
  }

  private static boolean fits(ParamType type, Object json) {
    return switch (json) {
      case JsonObject object -> false;
      case JsonArray array -> false;
      case Number number ->
          switch (type) {
            case SMALLINT, INT, BIGINT, NUMERIC -> true;
            case BOOLEAN, TEXT, UUID, DATE, TIMESTAMPTZ -> false;
          };
      case Boolean bool -> type == ParamType.BOOLEAN;
      default ->
          switch (type) {
            case TEXT, UUID, DATE, TIMESTAMPTZ, NUMERIC -> true;
            case SMALLINT, INT, BIGINT, BOOLEAN -> false;
          };
    };
  }

  /** A fraction as it is written; one with an exponent beyond all types stays so: none takes it. */
  private static String text(Object json) {
    return json instanceof BigDecimal number && Math.abs((long) number.scale()) <= MAX_SCALE
        ? number.toPlainString()
        : json.toString();
  }

  private static String kind(@Nullable Object json) {
    return "a JSON "
        + switch (json) {
          case JsonObject object -> "object";
          case JsonArray array -> "array";
          case Number number -> "number";
          case Boolean bool -> "boolean";
          case null -> "null";
          default -> "string";
        };
  }
}
