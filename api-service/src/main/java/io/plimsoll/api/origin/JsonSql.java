package io.plimsoll.api.origin;

import io.plimsoll.api.read.Etag;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A query as an expression whose value is its answer in JSON, text; null when there is no row. */
public final class JsonSql {
  private static final String ONE = "(select row_to_json(q)::text from (\n%s) q)";
  private static final String MANY =
      "(select '[' || coalesce(string_agg(row_to_json(q)::text, ','), '') || ']' from (\n%s) q)";

  private JsonSql() {}

  public static String of(QueryDef query) {
    return of(query, query.sql().jdbc());
  }

  /** With another text in place of the query's. */
  static String of(QueryDef query, String sql) {
    return query
        .paging()
        .map(paging -> PageJson.of(paging, sql))
        .orElseGet(() -> (query.one() ? ONE : MANY).formatted(sql));
  }

  /** The expression's value as the answer of a request. */
  static Content content(ReadRequest request, @Nullable String text) {
    return request.query().paging().isPresent() ? PageJson.content(request, text) : content(text);
  }

  /** The expression's value as an answer. */
  public static Content content(@Nullable String json) {
    byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
    return new Content(json != null, Etag.of(body), body);
  }
}
