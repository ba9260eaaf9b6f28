package io.plimsoll.system.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/** Loads all of Plimsoll anew, one method of it rewritten; everything else is the parent's. */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "io.plimsoll.";

  private final Mutant mutant;
  private boolean found;

  MutantLoader(Mutant mutant, ClassLoader parent) {
    super("mutant " + mutant.name(), parent);
    this.mutant = mutant;
  }

  /** Whether the method that is to be rewritten was there. */
  boolean found() {
    return found;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes;
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read class " + name, e);
    }
    byte[] code = name.equals(mutant.type()) ? rewrite(bytes) : bytes;
    return defineClass(name, code, 0, code.length);
  }

  private byte[] rewrite(byte[] bytes) {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.defaultResolver()
                    .orElse(any ->
                        ClassHierarchyResolver.ClassHierarchyInfo.ofClass(
                            ConstantDescs.CD_Object))));
    ClassModel model = classFile.parse(bytes);
    return classFile.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method && isMutants(method)) {
            found = true;
            builder.withMethodBody(
                method.methodName(),
                method.methodType(),
                method.flags().flagsMask(),
                mutant.body());
          } else {
            builder.with(element);
          }
        });
  }

  private boolean isMutants(MethodModel method) {
    return method.methodName().equalsString(mutant.method())
        && (mutant.descriptor().isEmpty() || method.methodType().equalsString(mutant.descriptor()))
        && method.code().isPresent();
  }

  static ClassDesc type(String name) {
    return ClassDesc.of(name);
  }
}
