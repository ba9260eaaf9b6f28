package io.plimsoll.core.catalog;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a catalog and tells all its mistakes at once. It works on YAML's nodes, which have places,
 * and not with {@code docs/catalog.schema.json}, whose messages do not name what is expected; a
 * test proves that both accept the same structure. For one file, one thread.
 */
public final class CatalogParser {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private final YamlValue.Problems problems;
  private final Map<String, String> routes = new HashMap<>();
  private final List<BatchDef> batches = new ArrayList<>();
  private final Map<String, Optional<QueryDef>> byName = new HashMap<>();
  private final List<PagedList> pages = new ArrayList<>();

  private CatalogParser(String file) {
    problems = new YamlValue.Problems(file);
  }

  /**
   * Reads a file in UTF-8.
   *
   * @throws CatalogException with every mistake, also when the file cannot be read
   */
  public static Catalog parse(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file; set catalog.file");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "must be UTF-8");
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e);
    }
  }

  /**
   * Reads text.
   *
   * @param file its name in messages
   * @throws CatalogException with every mistake
   */
  public static Catalog parse(String file, String text) {
    return new CatalogParser(file).read(text);
  }

  private static CatalogException unreadable(Path file, String message) {
    return new CatalogException(List.of(new Problem(file.toString(), 1, 1, "", message)));
  }

  private Catalog read(String text) {
    Optional<YamlMap> root = compose(text).flatMap(value -> value.map("a mapping with queries"));
    List<QueryDef> queries = new ArrayList<>();
    List<WriteDef> writes = new ArrayList<>();
    root.ifPresent(map -> {
      map.allow(List.of("queries", "writes"));
      map.require("queries", map.self()).ifPresent(value -> queries(value, queries));
      map.get("writes").ifPresent(value -> writes(value, writes));
    });
    problems.throwIfAny();
    return new Catalog(queries, writes, batches, pages);
  }

  private Optional<YamlValue> compose(String text) {
    try {
      Node node = YamlText.compose(text);
      if (node == null) {
        problems.add(1, 1, "must be a mapping with queries, was empty");
      }
      return Optional.ofNullable(node).map(n -> new YamlValue(n, "", problems));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      problems.add(
          mark == null ? 1 : mark.getLine() + 1,
          mark == null ? 1 : mark.getColumn() + 1,
          "is not YAML: " + e.getProblem());
    } catch (YAMLException | IllegalArgumentException e) {
      problems.add(
          1, 1, "is not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return Optional.empty();
  }

  private void queries(YamlValue value, List<QueryDef> into) {
    Optional<YamlMap> all = value.map("a mapping of queries");
    if (all.isPresent() && all.get().entries().isEmpty()) {
      value.problem("must have at least one query");
    }
    all.ifPresent(map ->
        map.entries()
            .forEach((name, entry) -> {
              checkName(entry.key(), name);
              entry
                  .value()
                  .map("a query")
                  .ifPresent(query -> {
                    route(query, "get", entry.key());
                    Optional<QueryDef> read = QueryReader.read(name, entry.key(), query);
                    Optional<PagedList> page =
                        query.get("page").flatMap(v -> PageReader.read(read, v));
                    page.ifPresent(pages::add);
                    Optional<QueryDef> served = page.map(PagedList::first).or(() -> read);
                    byName.put(name, served);
                    served.ifPresent(into::add);
                    query.get("batch").ifPresent(v -> batch(v, read));
                  });
            }));
  }

  private void batch(YamlValue value, Optional<QueryDef> query) {
    BatchReader.read(query, value).ifPresent(batches::add);
    value.map("a batch").ifPresent(map -> route(map, "get", value));
  }

  private void writes(YamlValue value, List<WriteDef> into) {
    value
        .map("a mapping of writes")
        .ifPresent(map ->
            map.entries()
                .forEach((name, entry) -> {
                  checkName(entry.key(), name);
                  entry
                      .value()
                      .map("a write")
                      .ifPresent(write -> {
                        for (WriteDef.Method method : WriteDef.Method.values()) {
                          route(write, method.key(), entry.key());
                        }
                        WriteReader.read(name, entry.key(), write, byName).ifPresent(into::add);
                      });
                }));
  }

  private static void checkName(YamlValue key, String name) {
    if (!NAME.matcher(name).matches()) {
      key.problem("a name must have lower-case letters, digits and -, at most 63");
    }
  }

  /**
   * Two operations that answer the same requests are a mistake, whatever their parameters' names.
   */
  private void route(YamlMap operation, String method, YamlValue owner) {
    Optional<YamlValue> value = operation.get(method);
    if (value.isEmpty() || !value.get().isScalar() || value.get().isNull()) {
      return;
    }
    String path = value.get().text("a path").orElseThrow();
    String shape = method + " " + path.replaceAll("\\{[^{}/]+}", "{}");
    String first = routes.putIfAbsent(shape, owner.path());
    if (first != null) {
      value.get().problem("answers the same requests as " + first);
    }
  }
}
