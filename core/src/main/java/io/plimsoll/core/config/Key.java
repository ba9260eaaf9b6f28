package io.plimsoll.core.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration key as declared by a component of a record.
 *
 * @param name dotted, such as {@code postgres.url}
 * @param type of the component
 */
record Key(String name, Type type, Optional<String> fallback, boolean secret, String doc) {

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
        component.isAnnotationPresent(Secret.class),
        doc.value());
  }

  private static Map<String, String> overrides(RecordComponent component) {
    Map<String, String> overrides = new HashMap<>();
    Default given = component.getAnnotation(Default.class);
    for (String line : given == null ? new String[0] : given.value()) {
      int equals = line.indexOf('=');
      overrides.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return overrides;
  }

  /** {@code topicPrefix} → {@code topic-prefix}. */
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
