package io.plimsoll.core.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a configuration record from file ({@code --config FILE}, properties syntax), environment
 * ({@code PLIMSOLL_POSTGRES_URL} for {@code postgres.url}) and flags ({@code --postgres.url=…}); a
 * later source wins. Component names become kebab-case keys, nested records their prefixes.
 *
 * <p>A record's compact constructor may check its values: an {@link IllegalArgumentException} whose
 * message begins with a key's last part is told like any other problem.
 */
public final class ConfigLoader {
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  private ConfigLoader() {}

  /**
   * The configuration.
   *
   * @throws ConfigException with every problem: unknown, missing and bad keys
   */
  public static <R extends Record> R load(
      Class<R> type, List<String> args, Map<String, String> env) {
    return new ConfigLoader().read(type, args, env);
  }

  private <R extends Record> R read(Class<R> type, List<String> args, Map<String, String> env) {
    List<Key> keys = Key.of(type);
    Sources sources = new Sources(keys, problems);
    sources.read(args, env);
    keys.forEach(key -> value(key, keys, sources));
    Optional<Object> config = build(type, "");
    if (!problems.isEmpty() || config.isEmpty()) {
      throw new ConfigException(problems);
    }
    return type.cast(config.get());
  }

  private void value(Key key, List<Key> keys, Sources sources) {
    Optional<Sources.Given> given = sources.get(key).filter(g -> !g.text().isEmpty());
    Optional<String> text =
        given.map(Sources.Given::text).or(() -> fallback(key, keys, sources)).or(key::fallback);
    if (text.isEmpty()) {
      if (Values.isOptional(key.type())) {
        values.put(key.name(), Optional.empty());
      } else {
        problems.add(missing(key));
      }
      return;
    }
    Optional<Object> value = Values.read(key.type(), text.get());
    value.ifPresentOrElse(
        v -> values.put(key.name(), Values.isOptional(key.type()) ? value : v),
        () ->
            problems.add(
                "%s: must be %s, was %s (from %s)"
                    .formatted(
                        key.name(),
                        Values.expected(key.type()),
                        key.secret() ? "something else" : "\"" + text.get() + "\"",
                        given.map(Sources.Given::source).orElse("the default"))));
  }

  /** A decider without a fitting value is a problem that is told for it: any default will do. */
  private static Optional<String> fallback(Key key, List<Key> keys, Sources sources) {
    return key.fallbackBy()
        .map(by -> {
          Key decider =
              keys.stream().filter(k -> k.name().equals(by.key())).findFirst().orElseThrow();
          String text =
              sources
                  .get(decider)
                  .map(Sources.Given::text)
                  .filter(by.texts()::containsKey)
                  .or(decider::fallback)
                  .orElseThrow();
          return by.texts().get(text);
        });
  }

  private static String missing(Key key) {
    String flag = key.secret() ? "" : "--" + key.name() + "=…, ";
    return "%s: is required (%s); set it by %s%s or in the file"
        .formatted(key.name(), key.doc(), flag, key.variable());
  }

  /** Empty when a value is missing or refused; the problem is noted. */
  private Optional<Object> build(Class<?> type, String prefix) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    boolean complete = true;
    for (int i = 0; i < components.length; i++) {
      String name = prefix + Key.kebab(components[i].getName());
      Optional<Object> value =
          components[i].getType().isRecord()
              ? build(components[i].getType(), name + ".")
              : Optional.ofNullable(values.get(name));
      complete &= value.isPresent();
      if (value.isPresent()) {
        arguments[i] = value.get();
      }
    }
    return complete ? construct(type, prefix, components, arguments) : Optional.empty();
  }

  private Optional<Object> construct(
      Class<?> type, String prefix, RecordComponent[] components, Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        problems.add(prefix + refused.getMessage());
        return Optional.empty();
      }
      throw new IllegalStateException(type + " could not be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " could not be made", e);
    }
  }
}
