package io.plimsoll.system.analysis;

import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One query and what is expected of it. Files hold many; {@code keys.sql} says how they are
 * written.
 *
 * @param params declarations such as {@code id: bigint}; a {@code ?} behind the type: may be left
 *     out
 */
record Case(String name, List<String> params, List<String> expected, String sql) {
  private static final String HEAD = "-- ";
  private static final String DETAIL = "--   ";
  private static final String EXPECTED = "=> ";
  private static final String NOTE = "-- #";

  Case {
    params = List.copyOf(params);
    expected = List.copyOf(expected);
  }

  /** The cases of a file, in its order. */
  static List<Case> read(String file) {
    List<Case> cases = new ArrayList<>();
    for (String block : text(file).split("\n\n+", -1)) {
      if (block.lines().anyMatch(line -> line.startsWith(DETAIL + EXPECTED))) {
        cases.add(one(block));
      }
    }
    return cases;
  }

  private static Case one(String block) {
    List<String> params = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<String> sql = new ArrayList<>();
    String name = "";
    for (String line : block.split("\n", -1)) {
      if (line.startsWith(DETAIL + EXPECTED)) {
        expected.add(line.substring(DETAIL.length() + EXPECTED.length()));
      } else if (line.startsWith(DETAIL)) {
        params.add(line.substring(DETAIL.length()));
      } else if (line.startsWith(HEAD) && !line.startsWith(NOTE)) {
        name = line.substring(HEAD.length());
      } else if (!line.startsWith(NOTE)) {
        sql.add(line);
      }
    }
    return new Case(name, params, expected, String.join("\n", sql));
  }

  static String text(String file) {
    try (InputStream in = Objects.requireNonNull(Case.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The query as a catalog has it.
   *
   * @throws CatalogException the catalog refuses it
   */
  QueryDef query(String as) {
    return CatalogParser.parse("catalog.yaml", yaml(as)).queries().getFirst();
  }

  private String yaml(String as) {
    StringBuilder yaml = new StringBuilder("queries:\n  " + as + ":\n    get: /" + as + "\n");
    if (!params.isEmpty()) {
      yaml.append("    params:\n");
    }
    for (String param : params) {
      boolean nullable = param.endsWith("?");
      int colon = param.indexOf(": ");
      String type = param.substring(colon + 2, param.length() - (nullable ? 1 : 0));
      yaml.append("      ").append(param, 0, colon).append(": { type: '").append(type).append('\'');
      yaml.append(nullable ? ", default: null }\n" : " }\n");
    }
    return yaml + "    sql: |\n" + sql.indent(6);
  }

  @Override
  public String toString() {
    return name;
  }
}
