package io.plimsoll.system.simulation;

import java.lang.classfile.CodeBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * The product without one of its rules.
 *
 * @param name what is done instead
 * @param rule that is missing
 * @param type the class that has the rule
 * @param method its method
 * @param descriptor of the method; empty when the name is enough
 * @param body what the method does instead
 */
public record Mutant(
    String name,
    String rule,
    String type,
    String method,
    String descriptor,
    Consumer<CodeBuilder> body) {
  private static final String HERE = "io.plimsoll.system.simulation.";
  private static final String STRIPES = "io.plimsoll.core.cache.Stripes";

  /** Of a method whose name is enough; of {@code Stripes.seenBy} there are two. */
  static Mutant of(
      String name, String rule, String type, String method, Consumer<CodeBuilder> body) {
    String descriptor =
        type.equals(STRIPES) ? "(Lio/plimsoll/core/freshness/Stamp;Ljava/util/List;)Z" : "";
    return new Mutant(name, rule, type, method, descriptor, body);
  }

  /** A class as it is where that rule is missing. */
  public Class<?> load(String wanted) throws ClassNotFoundException {
    MutantLoader loader = new MutantLoader(this, Mutant.class.getClassLoader());
    Class<?> loaded = loader.loadClass(wanted);
    loader.loadClass(type);
    if (!loader.found()) {
      throw new IllegalStateException(name + ": no method " + method);
    }
    return loaded;
  }

  /** Runs seeds of the product without that rule. */
  LongFunction<String> load() {
    try {
      Class<?> simulated = load(HERE + "Simulation");
      Object simulation = simulated.getConstructor().newInstance();
      Method run = simulated.getMethod("run", long.class, Map.class);
      return seed -> run(run, simulation, seed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " cannot be made", e);
    }
  }

  private static String run(Method run, Object simulation, long seed) {
    try {
      return String.valueOf(run.invoke(simulation, seed, new TreeMap<String, Long>()));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Simulation.run is public", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "a mutant must break the promise, not the code",
          Optional.ofNullable(e.getCause()).orElse(e));
    }
  }
}
