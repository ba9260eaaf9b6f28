package io.plimsoll.api.origin;

import io.plimsoll.api.read.Etag;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.catalog.Paging;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of rows as an expression whose value is a text: each row in JSON with the values by which
 * it is ordered, also in JSON, and one row more than wanted where there is one. What separates them
 * is in no JSON: it may not be there but escaped.
 */
final class PageJson {
  private static final String ROWS = "\u001e";
  private static final String KEYS = "\u001f";

  private PageJson() {}

  static String of(Paging paging, String sql) {
    String keys =
        paging.by().stream()
            .map(sort -> "to_json(q." + sort.quoted() + ") #>> '{}'")
            .collect(Collectors.joining(", "));
    return """
    (select string_agg(row_to_json(q)::text || E'\\x1F' || json_build_array(%s)::text, E'\\x1E') from (
    %s) q)\
    """
        .formatted(keys, sql);
  }

  /** The value as an answer; {@link Content#next} are the values of its last row. */
  static Content content(ReadRequest request, @Nullable String text) {
    List<String> rows = text == null ? List.of() : Arrays.asList(text.split(ROWS, -1));
    int limit = limit(request);
    String json =
        rows.stream()
            .limit(limit)
            .map(row -> row.substring(0, row.indexOf(KEYS)))
            .collect(Collectors.joining(",", "[", "]"));
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    if (rows.size() <= limit) {
      return new Content(true, Etag.of(body), body);
    }
    String next = keys(rows.get(limit - 1));
    if (next.equals(keys(rows.get(limit)))) {
      throw new OriginException(
          OriginException.Kind.BROKEN,
          "query %s cannot be paged by %s: two rows have the same values"
              .formatted(request.query().name(), paging(request.query()).list()),
          null);
    }
    return new Content(true, Etag.of(body) + "+", body, next);
  }

  private static String keys(String row) {
    return row.substring(row.indexOf(KEYS) + 1);
  }

  private static Paging paging(QueryDef query) {
    return query.paging().orElseThrow();
  }

  private static int limit(ReadRequest request) {
    int place = request.query().sql().names().indexOf(Paging.LIMIT);
    return (Integer) Objects.requireNonNull(request.values().get(place));
  }
}
