package io.plimsoll.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plimsoll.core.config.CacheMode;
import io.plimsoll.core.freshness.TagShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogParserTest {
  private static final String GOOD =
      """
      queries:
        article:
          get: /articles/{id}
          params: { id: bigint }
          sql: |
            select a.id, a.title, u.name as author from articles a
            join users u on u.id = a.author_id where a.id = :id -- one
          one: true
          ttl: 30m
          tags:
            articles: { id: :id }
        list:
          get: /articles
          params:
            author: { type: bigint, default: null }
            after: { type: bigint, default: 0, min: 0 }
            limit: { type: int, default: 20, min: 1, max: 100 }
          sql: select id from articles where id > :after and (:author is null or author_id = :author) limit :limit;
          max-staleness: 500ms
      writes:
        create-article:
          post: /articles
          params: { title: text, author_id: bigint }
          sql: insert into articles (title, author_id) values (:title, :author_id) returning id, title
      """;

  private static List<String> problems(String text) {
    CatalogException e =
        catchThrowableOfType(
            CatalogException.class, () -> CatalogParser.parse("catalog.yaml", text));
    assertThat(e).as("a catalog with mistakes").isNotNull();
    return e.lines();
  }

  @Test
  void catalog_good_isRead() {
    Catalog catalog = CatalogParser.parse("catalog.yaml", GOOD);
    QueryDef article = catalog.queries().getFirst();
    assertThat(article.path()).hasToString("/articles/{id}");
    assertThat(article.sql().jdbc())
        .endsWith("where a.id = (?::bigint) -- one\n")
        .startsWith("select a.id");
    assertThat(article.one()).isTrue();
    assertThat(article.ttl()).isEqualTo(Duration.ofMinutes(30));
    assertThat(article.maxStaleness()).isEqualTo(Duration.ofSeconds(2));
    assertThat(article.version()).matches("[0-9a-f]{12}");
    QueryDef list = catalog.queries().get(1);
    assertThat(list.sql().names()).containsExactly("after", "author", "author", "limit");
    assertThat(list.sql().jdbc()).endsWith("limit (?::int)\n");
    assertThat(list.params()).extracting(Param::nullable).containsExactly(true, false, false);
    assertThat(list.params()).extracting(Param::in).containsOnly(Param.In.QUERY);
    WriteDef write = catalog.writes().getFirst();
    assertThat(write.status()).isEqualTo(201);
    assertThat(write.params()).extracting(Param::in).containsOnly(Param.In.BODY);
    assertThat(catalog.tables()).containsExactly("public.articles", "public.users");
    assertThat(catalog.shapes()).containsExactly(new TagShape("public.articles", List.of("id")));
  }

  private static String withBatch(String batch) {
    return GOOD.replace("one: true", "one: true\n    batch: " + batch);
  }

  @Test
  void batch_isOfTheKeysType_andChangesNoAnswer() {
    Catalog catalog =
        CatalogParser.parse("catalog.yaml", withBatch("{ get: /batch/articles, max: 50 }"));
    BatchDef batch = catalog.batches().getFirst();
    assertThat(batch.path()).hasToString("/batch/articles");
    assertThat(batch.key().name()).isEqualTo("id");
    assertThat(batch.ids().name()).isEqualTo("ids");
    assertThat(batch.ids().parse("3,1")).isInstanceOf(Parsed.Elements.class);
    assertThat(batch.ids().parse("")).isInstanceOf(Parsed.Invalid.class);
    assertThat(batch.ids().parse("1" + ",1".repeat(50))).isInstanceOf(Parsed.Invalid.class);
    assertThat(batch.query().version())
        .isEqualTo(CatalogParser.parse("catalog.yaml", GOOD).queries().getFirst().version());
    assertThat(catalog.batch(batch.query())).contains(batch);
    assertThat(catalog.batch(catalog.queries().get(1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { get: /articles }             | answers the same requests as queries.article.batch
          { get: '/b/{id}' }             | must be a path without parameters
          { param: ids }                 | must have "get"
          { get: /b, max: 101 }          | must be a number from 1 to 100, was "101"
          { get: /b, param: X }          | a parameter's name must have lower-case letters
          /b                             | must be a mapping such as { get: /batch/articles }
          """)
  void batch_withAMistake_isTold(String batch, String expected) {
    assertThat(problems(withBatch(batch))).anyMatch(line -> line.contains(expected));
  }

  @Test
  void batch_ofAQueryThatIsNotOfOneObject_isTold() {
    String many = GOOD.replace("one: true", "batch: { get: /b }");
    assertThat(problems(many)).anyMatch(l -> l.contains("is for a query with \"one: true\""));
    String ofList =
        GOOD.replace(
            "max-staleness: 500ms", "max-staleness: 500ms\n    one: true\n    batch: { get: /b }");
    assertThat(problems(ofList)).anyMatch(l -> l.contains("is for a query with one parameter"));
  }

  private static final String LIST =
      """
      queries:
        list:
          get: /articles
          params: { status: text }
          sql: select id, title, at from articles where status = :status -- all;
          page: { by: [id desc] }
      """;

  @Test
  void page_isTheListWithOrderAndOneRowMore() {
    Catalog catalog =
        CatalogParser.parse(
            "catalog.yaml",
            LIST.replace("[id desc] }", "[at desc, id desc], limit: { default: 5, max: 9 } }"));
    PageDef page = catalog.pages().getFirst().usual();
    QueryDef first = page.first();
    assertThat(catalog.queries()).containsExactly(first);
    assertThat(catalog.page(first)).contains(catalog.pages().getFirst());
    assertThat(first.sql().jdbc())
        .isEqualTo(
            """
            select * from (select id, title, at from articles where status = (?::text) -- all;
            ) as plimsoll_page order by "at" desc, "id" desc limit (?::int) + 1
            """);
    assertThat(first.params()).extracting(Param::name).containsExactly("status", "limit");
    assertThat(first.params().getLast().parse("9")).isInstanceOf(Parsed.Valid.class);
    assertThat(first.params().getLast().parse("10")).isInstanceOf(Parsed.Invalid.class);
    assertThat(first.params().getLast().fallback()).contains("5");
    QueryDef next = page.next(List.of(ParamType.TIMESTAMPTZ, ParamType.BIGINT));
    assertThat(next.name()).isEqualTo("list/next");
    assertThat(next.sql().jdbc())
        .contains("where (\"at\", \"id\") < ((?::timestamptz), (?::bigint)) order by");
    assertThat(next.sql().names())
        .containsExactly("status", "plimsoll_after_1", "plimsoll_after_2", "limit");
    assertThat(PageDef.after(next)).hasSize(2);
    assertThat(next.paging()).isEqualTo(first.paging());
    assertThat(next.version()).isNotEqualTo(first.version());
  }

  @Test
  void page_byColumnsThatGoDifferentWays_comparesOneAfterTheOther() {
    PageDef page =
        CatalogParser.parse("catalog.yaml", LIST.replace("[id desc]", "[title, at desc, id]"))
            .pages()
            .getFirst()
            .usual();
    assertThat(
            page.next(List.of(ParamType.TEXT, ParamType.TIMESTAMPTZ, ParamType.BIGINT))
                .sql()
                .jdbc())
        .contains(
            "where (\"title\" > (?::text) or \"title\" = (?::text) and (\"at\" < (?::timestamptz)"
                + " or \"at\" = (?::timestamptz) and (\"id\" > (?::bigint)))) order by");
  }

  @Test
  void list_ofAnotherSqlOrOrder_isAnotherOne() {
    List<String> lists =
        List.of(LIST, LIST.replace("title", "name"), LIST.replace("id desc", "id asc")).stream()
            .map(text -> CatalogParser.parse("catalog.yaml", text).pages().getFirst())
            .map(page -> page.first().paging().orElseThrow().list())
            .toList();
    assertThat(lists).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { limit: { max: 5 } }                         | must have "by"
          { by: [id down] }                             | must be a column of the answer with asc or desc
          { by: [id, id desc] }                         | must have 1 to 8 different columns
          { by: [] }                                    | must have 1 to 8 different columns
          { by: [id], limit: { max: 1001 } }            | must be a number from 1 to 1000, was "1001"
          { by: [id], limit: { default: 9, max: 5 } }   | must be a number from 1 to 5, was "9"
          { by: [id], size: 5 }                         | unknown key; expected one of by, limit, sort, filter
          [id]                                          | must be a mapping such as { by: [id desc] }
          """)
  void page_withAMistake_isTold(String page, String expected) {
    assertThat(problems(LIST.replace("{ by: [id desc] }", page)))
        .anyMatch(line -> line.contains(expected));
  }

  @Test
  void page_ofAQueryWithTheNamesOfItsParameters_orOfOneObject_isTold() {
    assertThat(problems(LIST.replace("{ status:", "{ limit:").replace(":status", ":limit")))
        .anyMatch(l -> l.contains("take limit out of params and SQL"));
    assertThat(problems(LIST.replace("status", "plimsoll_after_1")))
        .anyMatch(l -> l.contains("has parameters of its own"));
    assertThat(problems(LIST.replace("page:", "one: true\n    page:")))
        .anyMatch(l -> l.contains("is for a query that answers a list"));
  }

  @Test
  void tags_ofAnswer_coverEveryTable() {
    QueryDef article = CatalogParser.parse("catalog.yaml", GOOD).queries().getFirst();
    assertThat(article.tags(Map.of("id", List.of("42"))))
        .extracting(Object::toString)
        .containsExactly(
            "public.articles!",
            "public.articles{id}!",
            "public.articles{id=42}",
            "public.users!",
            "public.users*");
    assertThat(article.tags(new HashMap<>()))
        .extracting(Object::toString)
        .containsExactly("public.articles!", "public.articles*", "public.users!", "public.users*");
  }

  @Test
  void tags_ofArray_areOneForEachDistinctElement() {
    QueryDef query = batch("{ id: :ids }");
    assertThat(query.sql().jdbc()).contains("id = any((?::bigint[]))");
    assertThat(tags(query, List.of("2", "1", "2"), "7"))
        .containsExactly("public.t!", "public.t{id}!", "public.t{id=2}", "public.t{id=1}");
    assertThat(tags(query, List.of(), "7"))
        .as("no row can matter")
        .containsExactly("public.t!", "public.t{id}!");
    List<String> many = IntStream.rangeClosed(1, 201).mapToObj(Integer::toString).toList();
    assertThat(tags(query, many.subList(0, 200), "7")).hasSize(202);
    assertThat(tags(query, many, "7")).containsExactly("public.t!", "public.t*");
    assertThat(query.tags(Map.of()))
        .extracting(Object::toString)
        .as("null")
        .containsExactly("public.t!", "public.t*");
  }

  @Test
  void tags_ofSeveralColumns_areTheirCombinations() {
    QueryDef pairs = batch("{ id: :ids, x: :x }");
    assertThat(tags(pairs, List.of("1", "2"), "7"))
        .containsExactly(
            "public.t!", "public.t{id,x}!", "public.t{id=1,x=7}", "public.t{id=2,x=7}");
    QueryDef either = batch("[{ id: :ids }, { x: :x }]");
    assertThat(tags(either, List.of("1"), "7"))
        .containsExactly(
            "public.t!", "public.t{id}!", "public.t{id=1}", "public.t{x}!", "public.t{x=7}");
    assertThat(tags(either, List.of(), "7"))
        .containsExactly("public.t!", "public.t{id}!", "public.t{x}!", "public.t{x=7}");
  }

  private static QueryDef batch(String tags) {
    String text =
        """
        queries:
          a:
            get: /a
            params: { ids: { type: "bigint[]", max: 300 }, x: int }
            sql: select 1 from t where id = any(:ids) and x = :x order by array_position(:ids, id)
            tags: { t: %s }
        """
            .formatted(tags);
    return CatalogParser.parse("catalog.yaml", text).queries().getFirst();
  }

  private static List<String> tags(QueryDef query, List<String> ids, String x) {
    return query.tags(Map.of("ids", ids, "x", List.of(x))).stream().map(Object::toString).toList();
  }

  @Test
  void arrays_areRead() {
    String text =
        """
        queries:
          a:
            get: /a/{ids}
            params:
              ids: bigint[]
              tags: { type: "text[]", default: 'a,b\\,c' }
              none: { type: "uuid[]", default: "" }
              days: { type: "date[]", default: null, min: 1, max: 3 }
            sql: |
              select 1 from t join unnest(:tags) as wanted (tag) on t.tag = wanted.tag
              where id = any(:ids) and u = any(:none) and day in (select unnest(:days))
        """;
    List<Param> params = CatalogParser.parse("c", text).queries().getFirst().params();
    assertThat(params)
        .extracting(param -> param.type().sqlName())
        .containsExactly("bigint[]", "text[]", "uuid[]", "date[]");
    assertThat(params)
        .extracting(Param::fallback)
        .containsExactly(
            Optional.empty(), Optional.of("a,b\\,c"), Optional.of(""), Optional.empty());
    assertThat(params).extracting(Param::nullable).containsExactly(false, false, false, true);
  }

  @Test
  void version_ofChangedSql_isAnother() {
    String before = CatalogParser.parse("c", GOOD).queries().getFirst().version();
    String same =
        CatalogParser.parse("c", GOOD.replace("30m", "31m")).queries().getFirst().version();
    String other =
        CatalogParser.parse("c", GOOD.replace("a.title, u", "u")).queries().getFirst().version();
    assertThat(same).isEqualTo(before);
    assertThat(other).isNotEqualTo(before);
  }

  @Test
  void catalog_withTenMistakes_reportsTen() {
    String text =
        """
        queries:
          article:
            get: /articles/{id}
            params: { key: bigint }
            sql: select * from articles where id = :key
            ttl: fast
            colour: red
          Bad_Name:
            get: /bad
            sql: select 1 from articles
          list:
            get: /articles/{article}
            params: { article: bigint, limit: { type: int, default: 500, max: 100 } }
            sql: select * from articles where id > :article limit :lmit
            tags:
              users: { id: :article }
        writes:
          drop:
            post: /articles
            sql: delete from articles
        """;
    assertThat(problems(text))
        .containsExactly(
            "catalog.yaml:3:10 queries.article.get: {id} is not declared in params",
            "catalog.yaml:6:10 queries.article.ttl: must be a duration such as 30s, was \"fast\"",
            "catalog.yaml:7:5 queries.article.colour: unknown key; expected one of get, params,"
                + " sql, one, batch, page, ttl, max-staleness, stale-while-revalidate, stale-if-error,"
                + " cache, max-concurrent, tags, public, scope",
            "catalog.yaml:8:3 queries.Bad_Name: a name must have lower-case letters, digits and -,"
                + " at most 63",
            "catalog.yaml:12:10 queries.list.get: answers the same requests as queries.article",
            "catalog.yaml:13:32 queries.list.params.limit: is not used in the SQL",
            "catalog.yaml:13:61 queries.list.params.limit.default: must be an int of at most 100,"
                + " was \"500\"",
            "catalog.yaml:14:10 queries.list.sql: uses :lmit, which is not declared in params",
            "catalog.yaml:16:7 queries.list.tags.users: the SQL does not read public.users; it"
                + " reads [public.articles]",
            "catalog.yaml:20:10 writes.drop.sql: must end with RETURNING: its row is the response");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select * fro articles where id = :id     | cannot be parsed: unexpected",
        "select 1 where :id = 1                   | reads no table by name",
        "delete from articles where id = :id returning id | must only read",
        "select 1 from articles where id = :id for update | must not lock rows",
        "select 1 from articles where id = :id; select 2  | one statement",
        "select 1 from pg_catalog.pg_class where oid = :id| system table",
        "select ':id' from articles               | is not used in the SQL",
        "'select 1 from articles where id = :id'''| unterminated quoted string",
        "''                                       | must be SQL text, was empty",
        "[a]                                      | must be SQL text, was a list"
      })
  void query_withBadSql_isOneProblem(String sql, String message) {
    String text =
        "queries:\n  a:\n    get: /a/{id}\n    params: {id: bigint}\n    sql: " + sql + "\n";
    assertThat(problems(text)).singleElement().asString().contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{id: bigint, id: int}                        | duplicate key, first on line 4",
        "{id: bigserial}                              | must be a type (smallint, int",
        "{id: }                                       | must be a type (smallint, int",
        "{id: {max: 1}}                               | must have \"type\"",
        "{id: {type: int, maximum: 1}}                | unknown key; expected one of type",
        "{id: {type: int, default: 1}}                | cannot have a default",
        "{id: {type: int, min: x}}                    | must be an int, was \"x\"",
        "{id: {type: int, min: 3, max: 2}}            | must not be below min, which is 3",
        "{id: {type: uuid, max: 2}}                   | a uuid has no limits",
        "{id: {type: text, max: -2}}                  | must be a number of characters",
        "{id: 'int[][]'}                              | or an array such as bigint[]), was",
        "{id: '[]'}                                   | or an array such as bigint[]), was",
        "{id: {type: 'uuid[]', max: x}}               | must be a number of elements",
        "{id: {type: 'int[]', min: 3, max: 2}}        | must not be below min, which is 3",
        "{id: {type: 'int[]', min: 101}}              | must not be above 100 without max",
        "{id: {type: text, min: 1001}}                | must not be above 1000 without max",
        "[id]                                         | must be a mapping of parameters, was a list"
      })
  void params_bad_areOneProblem(String params, String message) {
    String text =
        "queries:\n  a:\n    get: /a/{id}\n    params: %s\n    sql: select 1 from t where id = :id\n"
            .formatted(params);
    assertThat(problems(text)).singleElement().asString().contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'1,x'         | must be an int as element 2, was `x`",
        "'1,'          | must be an int as element 2, was ``",
        "'1,2,3'       | must be a list of at most 2 elements, was 3 elements",
        "[1]           | must be one text, with commas between the elements, was a list"
      })
  void defaultOfArray_bad_isOneProblem(String value, String message) {
    String text =
        """
        queries:
          a:
            get: /a
            params: {ids: {type: 'int[]', max: 2, default: %s}}
            sql: select 1 from t where id = any(:ids)
        """
            .formatted(value);
    assertThat(problems(text)).singleElement().asString().endsWith(message.replace('`', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{t: {id: :other}}     | :other is not declared in params",
        "{t: {id: id}}         | must be a parameter such as :id",
        "{t: {}}               | must have columns and parameters",
        "{t: x}                | must be columns and parameters",
        "{u: {id: :id}}        | the SQL does not read public.u",
        "{t: {x: :price}}      | :price is a numeric",
        "{t: {x: :at}}         | :at is a timestamptz",
        "{t: {x: :opt}}        | :opt can be null",
        "{t: {x: :prices}}     | :prices is a numeric[]"
      })
  void tags_bad_areOneProblem(String tags, String message) {
    String text =
        """
        queries:
          a:
            get: /a/{id}
            params: {id: bigint, price: numeric, at: timestamptz, opt: {type: int, default: null}, prices: 'numeric[]'}
            sql: select 1 from t where id = :id and x in (:price, :at, :opt) and x = any(:prices)
            tags: %s
        """
            .formatted(tags);
    assertThat(problems(text)).singleElement().asString().contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "post: /a, sql: select 1 from t                             | must change rows",
        "post: /a, put: /a, sql: delete from t returning 1          | must have one of post, put",
        "sql: delete from t returning 1                             | must have one of post, put",
        "post: /a, sql: delete from t returning 1, status: 404      | must be a status from 200",
        "post: /a                                                   | must have \"sql\""
      })
  void write_bad_isOneProblem(String write, String message) {
    String text =
        "queries: {a: {get: /a, sql: select 1 from t}}\nwrites: {w: {%s}}".formatted(write);
    assertThat(problems(text)).singleElement().asString().contains(message);
  }

  @Test
  void file_notYaml_isOneProblemWithItsPlace() {
    assertThat(problems("queries:\n  a: [\n"))
        .singleElement()
        .asString()
        .startsWith("catalog.yaml:3:1 is not YAML: ");
    assertThat(problems(""))
        .containsExactly("catalog.yaml:1:1 must be a mapping with queries, was empty");
    assertThat(problems("queries: {}")).singleElement().asString().contains("at least one query");
  }

  @Test
  void file_missing_isOneProblem() {
    CatalogException e =
        catchThrowableOfType(
            CatalogException.class, () -> CatalogParser.parse(Path.of("no-such.yaml")));
    assertThat(e.lines()).singleElement().asString().contains("there is no such file");
  }

  @Test
  void cache_isOneOfTheModes_orAsTheDeploymentSays() {
    String text =
        """
        queries:
          article:
            get: /articles
            sql: select 1 from articles
        %s
        """;
    assertThat(CatalogParser.parse("c", text.formatted("")).queries().getFirst().cache()).isEmpty();
    assertThat(
            CatalogParser.parse("c", text.formatted("    cache: memory"))
                .queries()
                .getFirst()
                .cache())
        .contains(CacheMode.MEMORY);
    assertThat(problems(text.formatted("    cache: off")))
        .containsExactly(
            "catalog.yaml:5:12 queries.article.cache: must be tiered, redis, memory or none, was \"off\"");
  }
}
