package io.plimsoll.system.simulation;

import io.plimsoll.api.read.Capturing;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.analysis.ValueSource;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What clients ask: a row by its key, a list, a join of two tables, whose second row's tag is known
 * only with the answer; tags and versions of shapes are made by the real catalog and plan.
 */
final class Questions {
  /**
   * A question.
   *
   * @param known the rows that its answer is made of, without the author of a signed article
   */
  @SuppressWarnings("ArrayRecordComponent") // asked for with every answer, never changed
  record Question(ReadRequest request, int[] known) {
    /**
     * The rows of an answer.
     *
     * @param version of its first row
     */
    int[] rows(long version) {
      return isSigned() ? new int[] {known[0], Rows.author(known[0], version)} : known;
    }

    /**
     * The versions of the rows.
     *
     * @param state tells those of any rows, at one moment
     */
    long[] versions(Function<int[], long[]> state) {
      return state.apply(rows(state.apply(known)[0]));
    }

    /** What is read with an answer of these versions. */
    List<Optional<List<String>>> captured(long[] versions) {
      return isSigned() ? List.of(Optional.of(List.of(Rows.id(rows(versions[0])[1])))) : List.of();
    }

    private boolean isSigned() {
      return !request.capturing().captures().isEmpty();
    }

    ReadRequest after(Optional<Token> token) {
      return token
          .map(t ->
              new ReadRequest(
                  request.query(),
                  request.values(),
                  request.lookup().after(t),
                  request.cacheable(),
                  request.capturing()))
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

  /** The article is known by its id, its author only with the answer. */
  private static final TagPlan SIGNED =
      new TagPlan(
          new TreeSet<>(List.of(Rows.ARTICLE_TABLE, Rows.AUTHOR_TABLE)),
          List.of(
              byId(Rows.ARTICLE_TABLE, new ValueSource.Parameter("id")),
              byId(Rows.AUTHOR_TABLE, new ValueSource.Captured(0, "a.author_id"))),
          List.of(
              new TagPlan.Capture(
                  "select author_id::text from articles where id = ? limit 201", List.of("id"))));

  private static TagPlan.Rows byId(String table, ValueSource id) {
    return new TagPlan.Rows(
        table, List.of(new TagPlan.Keys(new TreeMap<>(Map.of("id", id)))), "by its id");
  }

  private final List<Question> questions = new ArrayList<>();
  private final Catalog catalog;
  private final String shapes;

  private Questions(Plan plan, TagHash hash) {
    String grace = grace(plan.grace().toMillis(), plan.bound().toMillis() == 600);
    catalog =
        CatalogParser.parse(
            "simulation", text(plan.ttl().toMillis(), plan.bound().toMillis(), grace));
    shapes = hash.version(allShapes());
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
    """
        .formatted(ttlMillis, boundMillis, grace);
  }

  private static ReadRequest request(QueryDef query, int i, TagHash hash) {
    boolean signed = query.name().equals("signed");
    String id = Integer.toString(i + 1);
    List<String> tags =
        (signed ? SIGNED.tags(Map.of("id", List.of(id))) : query.tags(Map.of("id", id)))
            .stream().map(hash::of).toList();
    Duration grace = query.grace();
    Query lookup =
        new Query(
            new CacheKey(query.name() + i), tags, query.maxStaleness(), grace, Optional.empty());
    Capturing capturing =
        Capturing.of(
            signed ? SIGNED : TagPlan.NOTHING,
            Map.of("id", List.of(id)),
            names -> List.of((long) i),
            hash::of);
    return new ReadRequest(query, List.of((long) i), lookup, true, capturing);
  }

  private static int[] rows(QueryDef query, int i) {
    return switch (query.name()) {
      case "article" -> new int[] {i};
      case "articles" -> new int[] {0, 1, 2};
      default -> new int[] {i};
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
    return version.equals(shapes) ? allShapes() : Set.of();
  }

  private Set<TagShape> allShapes() {
    Set<TagShape> all = new TreeSet<>(catalog.shapes());
    all.addAll(SIGNED.shapes());
    return all;
  }
}
