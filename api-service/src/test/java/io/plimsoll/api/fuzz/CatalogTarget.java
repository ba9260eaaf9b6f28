package io.plimsoll.api.fuzz;

import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.CatalogParser;
import java.nio.charset.StandardCharsets;

/** Any text as a catalog: it is one, or every mistake is told with its place. */
public final class CatalogTarget {
  private CatalogTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Effort.bounded(() -> parse(new String(input, StandardCharsets.UTF_8)));
  }

  private static void parse(String text) {
    try {
      CatalogParser.parse("fuzz.yaml", text);
    } catch (CatalogException e) {
      if (e.problems().isEmpty()
          || !e.problems().stream().allMatch(p -> p.toString().startsWith("fuzz.yaml:"))) {
        throw new AssertionError("a mistake without a place", e);
      }
    }
  }
}
