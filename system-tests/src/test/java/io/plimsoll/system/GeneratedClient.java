package io.plimsoll.system;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A client in Java, made of an OpenAPI document by OpenAPI Generator, and compiled together with a
 * program that uses it. Both run in JVMs of their own: the generator's jar has another Jackson.
 */
final class GeneratedClient {
  private static final Path JARS = Path.of("target", "openapi-generator");
  private static final Path GENERATOR = JARS.resolve("openapi-generator-cli.jar");
  private static final String CLASSES =
      GENERATOR + File.pathSeparator + JARS.resolve("jakarta.annotation-api.jar");
  private static final int PATIENCE_SECONDS = 300;

  private final Path folder;

  private GeneratedClient(Path folder) {
    this.folder = folder;
  }

  /**
   * Generates and compiles.
   *
   * @param folder empty
   * @param program source of a class {@code Check} in no package; the client is in {@code made}
   */
  static GeneratedClient of(String document, Path folder, Path program) throws IOException {
    GeneratedClient client = new GeneratedClient(folder);
    Path json = Files.writeString(folder.resolve("openapi.json"), document);
    client.java(
        "-jar",
        GENERATOR.toString(),
        "generate",
        "--input-spec=" + json,
        "--generator-name=java",
        "--library=native",
        "--output=" + folder.resolve("client"),
        "--additional-properties=openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true",
        "--additional-properties=invokerPackage=made,apiPackage=made.api,modelPackage=made.model",
        "--global-property=apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false");
    client.compile(program);
    return client;
  }

  /** What the program says. */
  String run(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("-cp"));
    command.add(CLASSES + File.pathSeparator + folder.resolve("classes"));
    command.add("Check");
    command.addAll(List.of(args));
    return java(command.toArray(String[]::new));
  }

  private void compile(Path program) throws IOException {
    List<String> args = new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp", CLASSES, "-d"));
    args.add(Files.createDirectory(folder.resolve("classes")).toString());
    args.add(program.toString());
    try (Stream<Path> sources = Files.walk(folder.resolve("client").resolve("src"))) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(args::add);
    }
    int failed =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK")
            .run(null, null, null, args.toArray(String[]::new));
    if (failed != 0) {
      throw new AssertionError("the generated client does not compile: see the output");
    }
  }

  private String java(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "java", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String said = Files.readString(out, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError((ended ? "it failed: " : "it does not end: ") + said);
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
