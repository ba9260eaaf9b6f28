package io.plimsoll.system.simulation;

import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.freshness.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What clients ask: a row by its key, a list, a join of two tables; tags and versions of shapes are
 * made by the real catalog.
 */
final class Questions {
  /** A question and the rows that its answer is made of. */
  @SuppressWarnings("ArrayRecordComponent") // asked for with every answer, never changed
  record Question(ReadRequest request, int[] rows) {
    ReadRequest after(Optional<Token> token) {
      return token
          .map(t ->
              new ReadRequest(
                  request.query(),
                  request.values(),
                  request.lookup().after(t),
                  request.cacheable()))
          .orElse(request);
    }
  }

  /** Those of several worlds; making them takes longer than asking them. */
  static final class Library {
    private record Times(Duration bound, Duration grace, Duration ttl) {}

    private final TagHash hash = new TagHash("a key for the simulation");
    private final Map<Times, Questions> known = new HashMap<>();

    TagHash hash() {
      return hash;
    }

    Questions of(Plan plan) {
      return known.computeIfAbsent(
          new Times(plan.bound(), plan.grace(), plan.ttl()), times -> new Questions(plan, hash));
    }
  }

  private final List<Question> questions = new ArrayList<>();
  private final Catalog catalog;
  private final String shapes;

  private Questions(Plan plan, TagHash hash) {
    String grace = grace(plan.grace().toMillis(), plan.bound().toMillis() == 600);
    catalog =
        CatalogParser.parse(
            "simulation", text(plan.ttl().toMillis(), plan.bound().toMillis(), grace));
    shapes = hash.version(catalog.shapes());
    for (QueryDef query : catalog.queries()) {
      for (int i = 0; i < (query.name().equals("articles") ? 1 : Rows.ARTICLES); i++) {
        questions.add(new Question(request(query, i, hash), rows(query, i)));
      }
    }
  }

  private static String grace(long millis, boolean onlyOnError) {
    String onError = "stale-if-error: %dms".formatted(millis);
    if (millis == 0) {
      return "";
    }
    return onlyOnError
        ? onError
        : "stale-while-revalidate: %dms%n    %s".formatted(millis, onError);
  }

  private static String text(long ttlMillis, long boundMillis, String grace) {
    return """
    queries:
      article:
        get: /articles/{id}
        params: { id: bigint }
        sql: select id, version from articles where id = :id
        one: true
        ttl: %1$dms
        max-staleness: %2$dms
        %3$s
        tags: { articles: { id: :id } }
      articles:
        get: /articles
        params: {}
        sql: select id, version from articles order by id
        ttl: %1$dms
        max-staleness: %2$dms
        %3$s
      signed:
        get: /signed/{id}
        params: { id: bigint }
        sql: select a.version, u.version from articles a join authors u on u.id = a.author_id where a.id = :id
        ttl: %1$dms
        max-staleness: %2$dms
        %3$s
        tags: { articles: { id: :id } }
    """
        .formatted(ttlMillis, boundMillis, grace);
  }

  private static ReadRequest request(QueryDef query, int i, TagHash hash) {
    List<String> tags =
        query.tags(Map.of("id", List.of(Integer.toString(i + 1)))).stream().map(hash::of).toList();
    Duration grace = query.grace();
    Query lookup =
        new Query(
            new CacheKey(query.name() + i), tags, query.maxStaleness(), grace, Optional.empty());
    return new ReadRequest(query, List.of((long) i), lookup, true);
  }

  private static int[] rows(QueryDef query, int i) {
    return switch (query.name()) {
      case "article" -> new int[] {i};
      case "articles" -> new int[] {0, 1, 2};
      default -> new int[] {i, Rows.author(i)};
    };
  }

  List<Question> all() {
    return questions;
  }

  Question of(ReadRequest request) {
    return questions.stream()
        .filter(q -> q.request().lookup().key().equals(request.lookup().key()))
        .findFirst()
        .orElseThrow();
  }

  /** The version of the shapes that the API uses. */
  String shapes() {
    return shapes;
  }

  /** What the capture makes tags of: under another version it knows of none. */
  Set<TagShape> shapes(String version) {
    return version.equals(shapes) ? catalog.shapes() : Set.of();
  }
}
