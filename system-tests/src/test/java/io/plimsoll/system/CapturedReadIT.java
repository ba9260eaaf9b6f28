package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.read.Capturing;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is captured with an answer, on a Postgres as it is. */
final class CapturedReadIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TagPlan.Capture AUTHOR =
      new TagPlan.Capture(
          "select author_id::text from articles where id = ?::bigint limit 201 -- one at most",
          List.of("id"));

  @TempDir private static Path folder;
  private static PlainPostgres postgres;
  private static PostgresOrigin origin;
  private static QueryDef query;

  @BeforeAll
  static void start() throws Exception {
    postgres =
        new PlainPostgres(
            folder,
            "articles",
            "create table articles (id bigint primary key, author_id bigint, title text)",
            "insert into articles select i, nullif(i % 250, 0), 'title ' || i from generate_series(1, 1000) i");
    origin = postgres.origin();
    query = query();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static QueryDef query() throws Exception {
    Path file = folder.resolve("catalog.yaml");
    Files.writeString(
        file,
        """
        queries:
          article:
            get: /articles/{id}
            params: { id: bigint }
            sql: select id, author_id, title from articles where id = :id
            one: true
            ttl: 1h
            max-staleness: 2s
        """);
    return CatalogParser.parse(file).queries().getFirst();
  }

  private static OriginRead read(long id, TagPlan.Capture... captures) {
    return origin.read(request(id, captures));
  }

  private static ReadRequest request(long id, TagPlan.Capture... captures) {
    Capturing capturing =
        new Capturing(
            List.of(captures),
            names -> names.stream().<Object>map(name -> name.equals("id") ? id : 0L).toList(),
            captured -> List.of());
    Query lookup = new Query(new CacheKey("k"), List.of(), SOON);
    return new ReadRequest(query, Arrays.asList((Object) id), lookup, true, capturing);
  }

  private static TagPlan.Capture some(String values, int count) {
    return new TagPlan.Capture(
        "select %s from articles where id > ?::bigint order by id limit %d"
            .formatted(values, count),
        List.of("none"));
  }

  @Test
  void values_areReadWithTheAnswer_oneCaptureAfterTheOther() {
    OriginRead read = read(7, AUTHOR, some("title", 2), some("id::text", 1));
    assertThat(new String(read.content().body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":7,\"author_id\":7,\"title\":\"title 7\"}");
    assertThat(read.captured())
        .containsExactly(
            Optional.of(List.of("7")),
            Optional.of(List.of("title 1", "title 2")),
            Optional.of(List.of("1")));
  }

  @Test
  void several_areReadInTheirOrder_ofOneSnapshot_eachWithItsOwnValues() {
    List<OriginRead> reads =
        origin.readAll(Stream.of(9L, 7_000L, 250L, 7L).map(id -> request(id, AUTHOR)).toList());
    assertThat(reads)
        .extracting(read -> new String(read.content().body(), StandardCharsets.UTF_8))
        .containsExactly(
            "{\"id\":9,\"author_id\":9,\"title\":\"title 9\"}",
            "",
            "{\"id\":250,\"author_id\":null,\"title\":\"title 250\"}",
            "{\"id\":7,\"author_id\":7,\"title\":\"title 7\"}");
    assertThat(reads).extracting(read -> read.content().found()).contains(false);
    assertThat(reads)
        .extracting(OriginRead::captured)
        .containsExactly(
            List.of(Optional.of(List.of("9"))),
            List.of(Optional.of(List.of())),
            List.of(Optional.of(List.of())),
            List.of(Optional.of(List.of("7"))));
    assertThat(reads).extracting(OriginRead::stamp).containsOnly(reads.getFirst().stamp());
    OriginRead single = read(7, AUTHOR);
    assertThat(reads.getLast().incarnation()).isEqualTo(single.incarnation());
    assertThat(reads.getLast().content().etag()).isEqualTo(single.content().etag());
  }

  @Test
  void noRow_andNull_areNoValue() {
    assertThat(read(7_000, AUTHOR).captured()).containsExactly(Optional.of(List.of()));
    assertThat(read(7_000, AUTHOR).content().found()).isFalse();
    assertThat(read(250, AUTHOR).captured()).containsExactly(Optional.of(List.of()));
  }

  @Test
  void sameValueOfManyRows_isOne_butTheRowsCount() {
    assertThat(read(1, some("'same'::text", TagPlan.MAX_VALUES)).captured())
        .containsExactly(Optional.of(List.of("same")));
    assertThat(read(1, some("'same'::text", TagPlan.MAX_VALUES + 1)).captured())
        .containsExactly(Optional.empty());
  }

  @Test
  void planThatHasChanged_isReadFromThenOn() {
    assertThat(read(7, AUTHOR).captured()).containsExactly(Optional.of(List.of("7")));
    assertThat(read(7).captured()).isEmpty();
    assertThat(read(7, some("id::text", 1)).captured()).containsExactly(Optional.of(List.of("1")));
    assertThat(read(7, AUTHOR).captured()).containsExactly(Optional.of(List.of("7")));
  }
}
