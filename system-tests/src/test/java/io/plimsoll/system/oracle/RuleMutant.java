package io.plimsoll.system.oracle;

import io.plimsoll.core.analysis.BrokenRules;
import io.plimsoll.system.simulation.Mutant;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The product with one method of it replaced. */
record RuleMutant(Mutant mutant) {
  private static final ClassDesc BROKEN = ClassDesc.of(BrokenRules.class.getName());

  /** That method does what the one of {@link BrokenRules} does. */
  static RuleMutant broken(String name, String type, String method, String broken) {
    return of(name, type, method, code -> delegate(code, broken));
  }

  static RuleMutant yes(String name, String type, String method) {
    return of(name, type, method, code -> code.iconst_1().ireturn());
  }

  static RuleMutant no(String name, String type, String method) {
    return of(name, type, method, code -> code.iconst_0().ireturn());
  }

  static RuleMutant noList(String name, String type, String method) {
    return of(name, type, method, code -> empty(code, "java.util.List"));
  }

  static RuleMutant noSet(String name, String type, String method) {
    return of(name, type, method, code -> empty(code, "java.util.Set"));
  }

  private static RuleMutant of(
      String name, String type, String method, Consumer<CodeBuilder> body) {
    return new RuleMutant(new Mutant(name, name, type, method, "", body));
  }

  private static void empty(CodeBuilder code, String type) {
    ClassDesc collection = ClassDesc.of(type);
    code.invokestatic(collection, "of", MethodTypeDesc.of(collection), true).areturn();
  }

  private static void delegate(CodeBuilder code, String name) {
    Method broken =
        Arrays.stream(BrokenRules.class.getDeclaredMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    int slot = 0;
    for (Class<?> parameter : broken.getParameterTypes()) {
      TypeKind kind = TypeKind.fromDescriptor(parameter.descriptorString());
      code.loadLocal(kind, slot);
      slot += kind.slotSize();
    }
    ClassDesc result = broken.getReturnType().describeConstable().orElseThrow();
    code.invokestatic(
        BROKEN,
        name,
        MethodTypeDesc.of(
            result,
            Arrays.stream(broken.getParameterTypes())
                .map(t -> t.describeConstable().orElseThrow())
                .toList()));
    code.return_(result.equals(ConstantDescs.CD_void) ? TypeKind.VOID : TypeKind.from(result));
  }

  String name() {
    return mutant.name();
  }

  /** Runs seeds of the product with that method. */
  Runner load(String url, String password, String readerPassword, Path setup) {
    try {
      Class<?> oracle = mutant.load(Oracle.class.getName());
      Object made =
          oracle
              .getConstructor(String.class, String.class, String.class, Path.class)
              .newInstance(url, password, readerPassword, setup);
      Method run = oracle.getMethod("run", long.class, Map.class);
      return seed -> run(run, made, seed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name() + " cannot be made", e);
    }
  }

  /** A run of a seed. */
  interface Runner {
    /** What it finds. */
    List<String> run(long seed);
  }

  private static List<String> run(Method run, Object oracle, long seed) {
    try {
      return ((List<?>) run.invoke(oracle, seed, Counts.empty()))
          .stream().map(String::valueOf).toList();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Oracle.run is public", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "a mutant must break the promise, not the code", e.getCause());
    }
  }
}
