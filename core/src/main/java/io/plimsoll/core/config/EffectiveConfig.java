package io.plimsoll.core.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** The values in force, printed as a file that could be read again, but for the secrets. */
public final class EffectiveConfig {
  private EffectiveConfig() {}

  /** One {@code key=value} a line; a secret is {@code ***}, or empty when it is. */
  public static String print(Record config) {
    StringBuilder out = new StringBuilder();
    append(config, "", out);
    return out.toString();
  }

  private static void append(Record config, String prefix, StringBuilder out) {
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      String name = prefix + Key.kebab(component.getName());
      Object value = read(component, config);
      if (value instanceof Record nested) {
        append(nested, name + ".", out);
      } else {
        String text = Values.write(value);
        boolean hide = component.isAnnotationPresent(Secret.class) && !text.isEmpty();
        out.append(name).append('=').append(hide ? "***" : text).append('\n');
      }
    }
  }

  private static Object read(RecordComponent component, Record config) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(config);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record's accessor gives its value", e);
    }
  }
}
