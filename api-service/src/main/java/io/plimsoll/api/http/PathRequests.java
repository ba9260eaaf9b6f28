package io.plimsoll.api.http;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.PathTemplate;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the request that a path stands for, as its route does, without HTTP and without a key: who
 * asks says for which tenant. Thread-safe.
 */
public final class PathRequests {
  private final List<Route> routes;
  private final ReadRequests requests;
  private final Function<QueryDef, Planned> planned;

  private record Route(QueryDef query, Optional<Pages> pages) {}

  /** What came of a path. */
  public sealed interface Asked {
    /**
     * A request.
     *
     * @param tags those that follow from it, in the order of the lookup's names
     */
    record Found(ReadRequest request, List<Tag> tags) implements Asked {
      public Found {
        tags = List.copyOf(tags);
      }
    }

    /** No query has this path. */
    record NoRoute() implements Asked {}

    /** A query has it, but refuses the values. */
    record Invalid(String problem) implements Asked {}
  }

  /**
   * Of a catalog.
   *
   * @param planned how a query stands, as known at the moment
   */
  public PathRequests(
      Catalog catalog, TagHash hash, CursorCodec cursors, Function<QueryDef, Planned> planned) {
    this.routes =
        catalog.queries().stream()
            .sorted(Comparator.comparingInt(q -> q.path().variables().size()))
            .map(q -> new Route(q, catalog.page(q).map(page -> new Pages(page, cursors, planned))))
            .toList();
    this.requests = new ReadRequests(hash, planned);
    this.planned = planned;
  }

  /**
   * The request of a path.
   *
   * @param target with its query string, percent-encoded, such as {@code /articles?page=2}
   * @param tenant what the tenant of a key would be; used by queries that have one only
   */
  public Asked of(String target, Optional<String> tenant) {
    Optional<Problem> problem = RequestTarget.problem(target);
    if (problem.isPresent()) {
      return problem.get().type() == ProblemType.NO_SUCH_PATH
          ? new Asked.NoRoute()
          : new Asked.Invalid(problem.get().detail());
    }
    int mark = target.indexOf('?');
    String rawPath = mark < 0 ? target : target.substring(0, mark);
    String rawQuery = mark < 0 ? "" : target.substring(mark + 1);
    for (Route route : routes) {
      Optional<Map<String, String>> path;
      try {
        path = match(route.query().path(), rawPath);
      } catch (IllegalArgumentException e) {
        return new Asked.Invalid("The path's percent-encoding is broken");
      }
      if (path.isPresent()) {
        return read(route, path.get(), rawQuery, tenant);
      }
    }
    return new Asked.NoRoute();
  }

  private Asked read(
      Route route, Map<String, String> path, String rawQuery, Optional<String> tenant) {
    MultiMap given;
    try {
      given = parameters(rawQuery);
    } catch (IllegalArgumentException e) {
      return new Asked.Invalid("The query string's percent-encoding is broken");
    }
    List<String> own = route.pages().stream().flatMap(Pages::ownNames).toList();
    try {
      RequestValues values =
          new QueryValues(route.query(), own)
              .unchecked(given, path::get, (param, into) -> into.take(param, tenant));
      route.pages().ifPresent(pages -> pages.settle(given, values));
      values.check();
      QueryDef query = route.pages().map(pages -> pages.query(given, values)).orElse(route.query());
      Planned now = planned.apply(query);
      List<Tag> tags = now.standing().plan().tags(values.canonical());
      return new Asked.Found(requests.of(query, values, now), tags);
    } catch (ProblemException e) {
      return new Asked.Invalid(e.problem().detail());
    }
  }

  private static MultiMap parameters(String rawQuery) {
    MultiMap given = MultiMap.caseInsensitiveMultiMap();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        given.add(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return given;
  }

  /** The variables' values; empty when it is not such a path. */
  private static Optional<Map<String, String>> match(PathTemplate template, String path) {
    String[] parts = path.split("/", -1);
    List<PathTemplate.Segment> segments = template.segments();
    if (parts.length != segments.size() + 1) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      // A plus sign stands for itself in a path.
      String part = URLDecoder.decode(parts[i + 1].replace("+", "%2B"), StandardCharsets.UTF_8);
      switch (segments.get(i)) {
        case PathTemplate.Segment.Literal literal -> {
          if (!literal.text().equals(part)) {
            return Optional.empty();
          }
        }
        case PathTemplate.Segment.Variable variable -> {
          if (part.isEmpty()) {
            return Optional.empty();
          }
          values.put(variable.name(), part);
        }
      }
    }
    return Optional.of(values);
  }
}
