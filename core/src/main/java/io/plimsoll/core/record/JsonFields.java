package io.plimsoll.core.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of one JSON object, each read once, by name and type. What is missing, of another type
 * or left unread is an {@link UndecodableException}. Values never appear in its messages.
 */
final class JsonFields {
  private final JsonNode object;
  private final Set<String> read = new HashSet<>();

  private JsonFields(JsonNode object) throws UndecodableException {
    if (!object.isObject()) {
      throw new UndecodableException("expected a JSON object, was " + object.getNodeType());
    }
    this.object = object;
  }

  static JsonFields parse(JsonMapper json, byte[] bytes) throws UndecodableException {
    try {
      return new JsonFields(json.readTree(bytes));
    } catch (JacksonException e) {
      throw new UndecodableException(
          "record of " + bytes.length + " bytes is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  boolean has(String name) {
    return object.has(name);
  }

  String text(String name) throws UndecodableException {
    JsonNode node = field(name);
    require(node.isString(), name, "a string", node);
    return node.stringValue();
  }

  long number(String name) throws UndecodableException {
    JsonNode node = field(name);
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    require(fits, name, "a 64-bit integer", node);
    return node.longValue();
  }

  boolean flag(String name) throws UndecodableException {
    JsonNode node = field(name);
    require(node.isBoolean(), name, "a boolean", node);
    return node.booleanValue();
  }

  List<String> texts(String name) throws UndecodableException {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : array(name)) {
      require(node.isString(), name, "an array of strings", node);
      texts.add(node.stringValue());
    }
    return texts;
  }

  List<JsonFields> objects(String name) throws UndecodableException {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode node : array(name)) {
      objects.add(new JsonFields(node));
    }
    return objects;
  }

  /** The fields of the object {@code name}, in the order of the text. */
  Set<Map.Entry<String, JsonNode>> entries(String name) throws UndecodableException {
    JsonNode node = field(name);
    require(node.isObject(), name, "an object", node);
    return node.properties();
  }

  /** To be called when everything known has been read. */
  void end() throws UndecodableException {
    for (String name : object.propertyNames()) {
      if (!read.contains(name)) {
        throw new UndecodableException("unknown field \"" + name + "\"");
      }
    }
  }

  private JsonNode array(String name) throws UndecodableException {
    JsonNode node = field(name);
    require(node.isArray(), name, "an array", node);
    return node;
  }

  private JsonNode field(String name) throws UndecodableException {
    JsonNode node = object.get(name);
    if (node == null) {
      throw new UndecodableException("field \"" + name + "\" is missing");
    }
    read.add(name);
    return node;
  }

  private static void require(boolean ok, String name, String expected, JsonNode node)
      throws UndecodableException {
    if (!ok) {
      throw new UndecodableException(
          "field \"" + name + "\" must be " + expected + ", was " + node.getNodeType());
    }
  }
}
