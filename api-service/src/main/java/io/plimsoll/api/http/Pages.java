package io.plimsoll.api.http;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.api.page.Cursors;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.catalog.PageDef;
import io.plimsoll.core.catalog.PagedList;
import io.plimsoll.core.catalog.Paging;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.QueryDef;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list in pages: which query a request's cursor leads to, and the links of an answer (RFC 8288).
 * Thread-safe.
 */
final class Pages {
  private static final CharSequence LINK = HttpHeaders.createOptimized("Link");

  private final PagedList list;
  private final CursorCodec cursors;
  private final Map<PageDef, PageQueries> orders;
  private final Set<String> filters;

  Pages(PagedList list, CursorCodec cursors, Function<QueryDef, Planned> planned) {
    this.list = list;
    this.cursors = cursors;
    this.orders =
        list.orders().stream()
            .collect(Collectors.toMap(order -> order, order -> new PageQueries(order, planned)));
    this.filters =
        list.filters().stream().map(f -> f.param().name()).collect(Collectors.toUnmodifiableSet());
  }

  /** Names of a request's parameters that are not of the SQL. */
  Stream<String> ownNames() {
    return list.ownParams().stream().map(Param::name);
  }

  /** Refuses an order that the list does not have, and makes lists of values the sets they are. */
  void settle(MultiMap given, RequestValues values) {
    String sort = given.get(Paging.SORT);
    if (sort != null && !list.sorts().isEmpty() && !list.sorts().containsKey(sort)) {
      values.refuse(
          Paging.SORT, "one of " + String.join(" ", list.sorts().keySet()), Parsed.quote(sort));
    }
    filters.forEach(values::asSet);
  }

  /**
   * The query of a request.
   *
   * @param given in the query string
   * @param values that are accepted; takes those of the cursor
   */
  QueryDef query(MultiMap given, RequestValues values) {
    PageDef order =
        Optional.ofNullable(given.get(Paging.SORT)).map(list.sorts()::get).orElse(list.usual());
    PageQueries queries = Objects.requireNonNull(orders.get(order));
    Set<String> set =
        filters.stream().filter(values.canonical()::containsKey).collect(Collectors.toSet());
    String cursor = given.get(Paging.CURSOR);
    return cursor == null
        ? queries.first(set)
        : behind(cursor, order, values, () -> queries.next(set));
  }

  private QueryDef behind(
      String cursor, PageDef order, RequestValues values, Supplier<Optional<QueryDef>> query) {
    QueryDef first = order.first();
    String scope = Cursors.scope(first, values.inOrder(first.sql().names()));
    List<String> row = cursors.decode(scope, cursor).orElseThrow(Pages::bad);
    QueryDef next = query.get().orElseThrow(Pages::unknown);
    List<Param> after = PageDef.after(next);
    if (row.size() != after.size()) {
      throw bad();
    }
    for (int i = 0; i < row.size(); i++) {
      if (after.get(i).parse(row.get(i)) instanceof Parsed.Invalid) {
        throw bad(); // The column had another type.
      }
      values.take(after.get(i), Optional.of(row.get(i)));
    }
    return next;
  }

  private static ProblemException bad() {
    return new ProblemException(
        Problem.of(
            ProblemType.CURSOR_INVALID,
            "cursor must be that of a rel=\"next\" link of this list; begin again without it"));
  }

  private static ProblemException unknown() {
    return new ProblemException(
        Problem.of(
                ProblemType.ORIGIN_UNAVAILABLE,
                "The types of the list's columns are not known at the moment")
            .retryAfter(1));
  }

  /**
   * Of the answers to a request. Relative to the host: what it is called outside is not known here.
   */
  record Links(String first, String beforeCursor) {
    static Links of(HttpServerRequest request) {
      String first = request.path() + without(Paging.CURSOR, request.query());
      String next = first + (first.indexOf('?') < 0 ? '?' : '&') + Paging.CURSOR + "=";
      return new Links("<" + escaped(first) + ">; rel=\"first\"", ", <" + escaped(next));
    }

    void put(Head head, Content content) {
      head.put(
          LINK,
          content.next().isEmpty()
              ? first
              : first + beforeCursor + content.next() + ">; rel=\"next\"");
    }
  }

  private static String without(String name, @Nullable String query) {
    if (query == null || query.isEmpty()) {
      return "";
    }
    String rest =
        Arrays.stream(query.split("&", -1))
            .filter(pair -> !pair.isEmpty() && !name(pair).equals(name))
            .collect(Collectors.joining("&"));
    return rest.isEmpty() ? "" : "?" + rest;
  }

  private static String name(String pair) {
    int end = pair.indexOf('=');
    return URLDecoder.decode(end < 0 ? pair : pair.substring(0, end), StandardCharsets.UTF_8);
  }

  /** What would end the link; a request may have it although it should not. */
  private static String escaped(String uri) {
    return uri.replace("<", "%3C").replace(">", "%3E").replace("\"", "%22");
  }
}
