package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one statement brings for many is what each one's own statement brings. */
final class OneStatementIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CATALOG =
      """
      queries:
        typed:
          get: /typed/{id}
          params:
            id: bigint
            small: { type: smallint, default: 7 }
            whole: { type: int, default: 7 }
            amount: { type: numeric, default: 7 }
            yes: { type: boolean, default: true }
            word: { type: text, default: null }
            key: { type: uuid, default: null }
            day: { type: date, default: null }
            at: { type: timestamptz, default: null }
          sql: |
            select id, title, :small as small, :whole as whole, :amount as amount, :yes as yes,
                   :word as word, :key as key, :day as day, :at as at, :id + 1 as next
            from things where id = :id -- it ends with a comment, and has a ?
          one: true
        unnamed:
          get: /unnamed/{id}
          params: { id: bigint }
          sql: |
            select :id, :id::text, case when id < 0 then 0 else :id end, (select :id + 0) + 1,
                   (select json_agg(s) from (select :id) s)
            from things where id = :id
          one: true
        nested:
          get: /nested/{id}
          params: { id: bigint, few: { type: int, default: 3 }, pattern: { type: text, default: "%" } }
          sql: |
            with recursive up (id) as (
              select :id union all select u.id + 1 from up u where u.id < :id + :few
            ), named as (
              select t.title, count(*) over (order by t.id rows between 2 preceding and current row) as seen
              from things t join up on up.id = t.id where t.title like :pattern
            )
            select title, seen, (select string_agg(v::text, :pattern) from generate_series(1, :few) v) as joined,
                   '{"a": 1}'::jsonb ? 'a' as has
            from named order by title limit :few offset (case when :few > 100 then 1 else 0 end)
        grouped:
          get: /grouped/{word}
          params: { word: text }
          sql: |
            select :word as word, count(*) filter (where title > :word) as after, max(id) as last
            from things group by :word, id % 2 having count(*) > 0 order by 3
        paged:
          get: /paged/{least}
          params: { least: bigint }
          sql: select id, title from things where id >= :least
          page: { by: [id], limit: { default: 2, max: 5 } }
      """;

  @TempDir private static Path folder;
  private static PlainPostgres postgres;
  private static PostgresOrigin origin;
  private static List<QueryDef> queries;

  @BeforeAll
  static void start() throws Exception {
    postgres =
        new PlainPostgres(
            folder,
            "things",
            "create table things (id bigint primary key, title text)",
            "insert into things select i, 'title ' || i from generate_series(1, 100) i");
    origin = postgres.origin();
    queries = CatalogParser.parse(Files.writeString(folder.resolve("c.yaml"), CATALOG)).queries();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  /** With values for some parameters, as {@code name=text}; the others have their defaults. */
  private static ReadRequest request(String name, String... given) {
    QueryDef query = queries.stream().filter(q -> q.name().equals(name)).findFirst().orElseThrow();
    List<@Nullable Object> values = new ArrayList<>();
    for (String place : query.sql().names()) {
      Param param =
          query.params().stream().filter(p -> p.name().equals(place)).findFirst().orElseThrow();
      Optional<String> text =
          Stream.of(given)
              .filter(one -> one.startsWith(place + "="))
              .map(one -> one.substring(place.length() + 1))
              .findFirst()
              .or(param::fallback);
      values.add(text.isEmpty() ? null : ((Parsed.Valid) param.parse(text.get())).value());
    }
    return new ReadRequest(query, values, new Query(new CacheKey("k"), List.of(), SOON), true);
  }

  private static List<String> together(ReadRequest... requests) {
    assertThat(Stream.of(requests).map(origin::statement).distinct()).hasSize(1);
    return origin.readAll(List.of(requests)).stream().map(OneStatementIT::text).toList();
  }

  private static List<String> alone(ReadRequest... requests) {
    return Stream.of(requests).map(origin::read).map(OneStatementIT::text).toList();
  }

  private static String text(OriginRead read) {
    Content content = read.content();
    return "%s %s %s %s"
        .formatted(
            content.found(),
            content.etag(),
            new String(content.body(), StandardCharsets.UTF_8),
            content.next());
  }

  @Test
  void values_ofEachType() {
    ReadRequest[] requests = {
      request("typed", "id=2"),
      request("typed", "id=3", "small=-32768", "whole=2147483647", "amount=0.10", "yes=false"),
      request("typed", "id=4", "amount=-123456789012345678901234567890.5", "word="),
      request("typed", "id=5", "word=it's \"\\{}, NULL \u00e9\ud83d\ude00"),
      request("typed", "id=6", "key=123e4567-e89b-12d3-a456-426614174000", "day=0001-01-01"),
      request("typed", "id=7", "at=2026-01-31T12:00:00.000001+02:00", "day=9999-12-31"),
      request("typed", "id=8", "at=0001-01-01T00:00:00Z", "word=NULL"),
      request("typed", "id=9999"),
      request("typed", "id=-9223372036854775808", "amount=1000000000000000000000"),
    };
    assertThat(together(requests))
        .isEqualTo(alone(requests))
        .contains(together(requests[1]).getFirst());
  }

  @Test
  void columnsWithoutAName_haveTheOneOfTheirType() {
    ReadRequest[] requests = {request("unnamed", "id=2"), request("unnamed", "id=3")};
    assertThat(together(requests)).isEqualTo(alone(requests));
    assertThat(together(requests).getFirst()).contains("{\"int8\":2,\"text\":\"2\",\"case\":2,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested", "grouped", "paged"})
  void shapesOfSql(String name) {
    ReadRequest[] requests = {
      request(name, "id=1", "word=title 5", "least=1"),
      request(name, "id=50", "few=5", "pattern=%5%", "word=title 50", "least=98", "limit=5"),
      request(name, "id=1000", "few=1", "word=", "least=100", "limit=1"),
      request(name, "id=7", "few=0", "word=z", "least=1000")
    };
    assertThat(together(requests))
        .isEqualTo(alone(requests))
        .contains(together(requests[1]).getFirst());
  }

  @Test
  void requestThatMustBeAlone_hasNoStatementInCommon() {
    ReadRequest any = request("typed", "id=2");
    assertThat(origin.statement(any)).isPresent();
    assertThat(origin.statement(new ReadRequest(any.query(), any.values(), any.lookup(), false)))
        .as("not cacheable")
        .isEmpty();
  }
}
