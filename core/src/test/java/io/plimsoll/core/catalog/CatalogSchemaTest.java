package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published schema and the parser accept the same structure. */
class CatalogSchemaTest {
  private static final String GOOD =
      """
      queries:
        a:
          get: /a/{id}
          params:
            id: bigint
            n: { type: int, default: 1, min: 0, max: 9 }
            t: { type: text, default: null, max: 20 }
            k: { type: "bigint[]", default: "", min: 0, max: 50 }
            d: date[]
            tenant: { type: text, from: key }
          sql: select 1 from t where id = :id and n = :n and t = :t and k = any(:k) and d = any(:d) and o = :tenant
          one: true
          ttl: 30s
          max-staleness: 500ms
          public: false
          scope: a:read
          tags:
            t: [{ id: ':id' }, { n: ':n', id: ':id' }]
        b:
          get: /b/{id}
          params: { id: bigint }
          sql: select 1 from t where id = :id
          one: true
          max-concurrent: 3
          batch: { get: /many/b, param: ids, max: 40 }
        p:
          get: /p
          sql: select id, at from t
          page:
            by: [at desc, id]
            limit: { default: 7, max: 70 }
            sort: [-at, "title,-id"]
            filter: { title: text, at: { type: timestamptz, ops: [gte, lt] }, s: { type: text, as: a.b } }
      writes:
        w:
          post: /a
          params: { x: uuid }
          sql: insert into t values (:x) returning 1
          scope: a:write
          status: 200
        v:
          patch: /a/{id}
          params: { id: bigint, d: "date[]" }
          sql: update t set d = :d where id = :id returning 1
          if-match: { query: b, required: true }
          write-through: b
        u:
          delete: /a/{id}
          params: { id: bigint, d: "date[]" }
          sql: delete from t where id = :id and d = any(:d) returning 1
          if-match: b
          write-through: [b, a]
      """;

  private final Schema schema = schema();

  private static Schema schema() {
    try (InputStream in = CatalogParser.class.getResourceAsStream("catalog.schema.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text, InputFormat.JSON);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean schemaAccepts(String yaml) {
    String readable = yaml.replaceAll(": (:[a-z_]+)", ": '$1'");
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(readable);
    String json = JsonMapper.shared().writeValueAsString(tree);
    return schema.validate(json, InputFormat.JSON).isEmpty();
  }

  private static boolean parserAccepts(String yaml) {
    try {
      CatalogParser.parse("catalog.yaml", yaml);
      return true;
    } catch (CatalogException e) {
      return false;
    }
  }

  @Test
  void good_catalog_isAcceptedByBoth() {
    assertThat(schemaAccepts(GOOD)).isTrue();
    assertThat(parserAccepts(GOOD)).isTrue();
  }

  /** One change each, in the syntax {@code from => to}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "queries: => querys:",
        "  a: =>   A:",
        "  w: =>   w_x:",
        "get: /a/{id} => get: a/{id}",
        "get: /a/{id} => get: /a/{id}/",
        "get: /a/{id} => get: /../{id}",
        "get: /a/{id} => get: /a b/{id}",
        "get: /a/{id} => get: [/a]",
        "id: bigint => id: int8",
        "id: bigint => id: { min: 1 }",
        "id: bigint => Id: bigint",
        "type: int => type: Int",
        "bigint[] => bigint[][]",
        "bigint[] => int8[]",
        "date[] => date []",
        "date[] => [date]",
        "default: \"\" => default: []",
        "from: key => from: query",
        "from: key => from: [key]",
        "default: 1 => fallback: 1",
        "default: 1 => default: [1]",
        "min: 0 => min: true",
        "by: [at desc, id] => on: [at desc, id]",
        "[-at, \"title,-id\"] => []",
        "[-at, \"title,-id\"] => [at desc]",
        "[-at, \"title,-id\"] => ['title,']",
        "{ title: text, => { Title: text,",
        "{ title: text, => { title: varchar,",
        "{ title: text, => { title: 'text[]',",
        "ops: [gte, lt] => ops: []",
        "ops: [gte, lt] => ops: [gte, gte]",
        "ops: [gte, lt] => ops: [ne]",
        "ops: [gte, lt] => op: [lt]",
        "type: timestamptz, ops => ops",
        "[at desc, id] => []",
        "[at desc, id] => [at down, id]",
        "default: 7, => least: 7,",
        "max: 70 => max: 0",
        "max: 70 => max: 1001",
        "get: /many/b, param => path: /many/b, param",
        "get: /many/b => get: '/many/{id}'",
        "get: /many/b => get: many/b",
        "param: ids => param: Ids",
        "max: 40 => max: 0",
        "max: 40 => max: 101",
        "max: 40 => most: 40",
        "one: true => one: maybe",
        "one: true => single: true",
        "ttl: 30s => ttl: fast",
        "ttl: 30s => ttl: 30",
        "ttl: 30s => ttl: 030s",
        "max-staleness: => maxStaleness:",
        "public: false => public: true",
        "public: false => public: maybe",
        "scope: a:read => scope: a b",
        "scope: a:write => scope: ''",
        "scope: a:write => public: true",
        "[{ id: ':id' }, => [{ },",
        "[{ id: ':id' }, => [id,",
        "':id' }] => 'id' }]",
        "post: /a => get: /a",
        "post: /a => patch: /b, put: /a",
        "params: { x: uuid } => params: [x]",
        "status: 200 => status: 404",
        "status: 200 => status: ok",
        "    sql: insert => #",
        "    sql: select => #"
      })
  void bad_structure_isRefusedByBoth(String change) {
    String[] parts = change.split(" => ", -1);
    String to = parts[1].contains(", put:") ? parts[1].replace(", ", "\n    ") : parts[1];
    assertThat(GOOD).contains(parts[0]);
    String bad = GOOD.replaceFirst(java.util.regex.Pattern.quote(parts[0]), to);
    assertThat(schemaAccepts(bad)).as("schema on %s", change).isFalse();
    assertThat(parserAccepts(bad)).as("parser on %s", change).isFalse();
  }

  /** What only the parser sees. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/{id} => /a/{other}",
        "select 1 from => select 1 fro",
        "min: 0 => min: 5",
        "min: 0, max: 9 => from: key",
        "type: text, from: key => type: text",
        "{ type: text, from: key } => text",
        "{ type: text, from: key } => { type: 'text[]', from: key }",
        "type: text, from: key => type: text, from: key, default: a",
        "/a/{id} => /a/{id}/{tenant}"
      })
  void bad_content_isRefusedByTheParser(String change) {
    String[] parts = change.split(" => ", -1);
    String bad = GOOD.replace(parts[0], parts[1]);
    assertThat(schemaAccepts(bad)).isTrue();
    assertThat(parserAccepts(bad)).isFalse();
  }

  @Test
  void schema_types_areTheParsers() {
    JsonNode root =
        JsonMapper.shared().readTree(Path.of("..", "docs", "catalog.schema.json").toFile());
    List<String> types = new ArrayList<>();
    root.at("/$defs/type/enum").forEach(type -> types.add(type.stringValue()));
    List<String> arrays = Stream.of(ParamType.names().split(", ", -1)).map(t -> t + "[]").toList();
    assertThat(String.join(", ", types))
        .isEqualTo(ParamType.names() + ", " + String.join(", ", arrays));
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
      return files.filter(file -> file.endsWith("catalog.yaml")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_isAcceptedByBoth(Path file) throws IOException {
    CatalogParser.parse(file);
    assertThat(schemaAccepts(Files.readString(file))).isTrue();
  }
}
