package io.plimsoll.core.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration key as declared by a component of a record.
 *
 * @param name dotted, such as {@code postgres.url}
 * @param type of the component
 * @param fallbackBy where the default depends on another key; then there is no other default
 */
record Key(
    String name,
    Type type,
    Optional<String> fallback,
    Optional<FallbackBy> fallbackBy,
    boolean secret,
    String doc) {

  /** Defaults by the text of another key, in the order of declaration. */
  record FallbackBy(String key, Map<String, String> texts) {}

  /** {@code PLIMSOLL_POSTGRES_URL}. */
  String variable() {
    return "PLIMSOLL_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The keys of a record and of the records in it, in the order of declaration. */
  static List<Key> of(Class<? extends Record> type) {
    List<Key> keys = new ArrayList<>();
    collect(type, "", Map.of(), keys);
    return keys;
  }

  private static void collect(
      Class<?> type, String prefix, Map<String, String> overrides, List<Key> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String local = kebab(component.getName());
      if (component.getType().isRecord()) {
        collect(component.getType(), prefix + local + ".", overrides(component), keys);
      } else {
        keys.add(key(component, prefix + local, Optional.ofNullable(overrides.get(local))));
      }
    }
  }

  private static Key key(RecordComponent component, String name, Optional<String> override) {
    Doc doc = component.getAnnotation(Doc.class);
    if (doc == null) {
      throw new IllegalStateException(name + " must have a @Doc");
    }
    Default fallback = component.getAnnotation(Default.class);
    return new Key(
        name,
        component.getGenericType(),
        override.or(() -> Optional.ofNullable(fallback).map(d -> d.value()[0])),
        Optional.ofNullable(component.getAnnotation(DefaultBy.class))
            .map(by -> new FallbackBy(by.key(), pairs(by.value()))),
        component.isAnnotationPresent(Secret.class),
        doc.value());
  }

  private static Map<String, String> overrides(RecordComponent component) {
    Default given = component.getAnnotation(Default.class);
    return pairs(given == null ? new String[0] : given.value());
  }

  private static Map<String, String> pairs(String[] lines) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      pairs.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return pairs;
  }

  /** {@code topicPrefix} → {@code topic-prefix}. */
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
