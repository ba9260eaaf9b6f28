package io.plimsoll.api.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is fuzzed, each with a folder of inputs that are tried first and always. */
enum Target {
  HTTP,
  BODY,
  CATALOG,
  TOKEN,
  CURSOR;

  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");

  /** What the fuzzer calls. */
  Class<?> type() {
    return switch (this) {
      case HTTP -> HttpTarget.class;
      case BODY -> BodyTarget.class;
      case CATALOG -> CatalogTarget.class;
      case TOKEN -> TokenTarget.class;
      case CURSOR -> CursorTarget.class;
    };
  }

  /** Tries one input. */
  void once(byte[] input) {
    switch (this) {
      case HTTP -> HttpTarget.fuzzerTestOneInput(input);
      case BODY -> BodyTarget.fuzzerTestOneInput(input);
      case CATALOG -> CatalogTarget.fuzzerTestOneInput(input);
      case TOKEN -> TokenTarget.fuzzerTestOneInput(input);
      case CURSOR -> CursorTarget.fuzzerTestOneInput(input);
    }
  }

  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  Path seeds() {
    return SEEDS.resolve(folder());
  }

  List<Path> seedFiles() {
    try (Stream<Path> files = Files.list(seeds())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
