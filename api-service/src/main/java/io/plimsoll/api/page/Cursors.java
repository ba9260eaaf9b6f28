package io.plimsoll.api.page;

import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.catalog.Paging;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the cursor of the page behind a page, once for each page that is read. Thread-safe. */
public final class Cursors {
  private final CursorCodec codec;

  public Cursors(CursorCodec codec) {
    this.codec = codec;
  }

  /**
   * What cursors of a query are good for: its list, and of a list of which each tenant sees its own
   * rows, only that tenant's.
   *
   * @param values of the query's SQL, as {@link ReadRequest#values} has them
   */
  public static String scope(QueryDef query, List<@Nullable Object> values) {
    String list = query.paging().orElseThrow().list();
    int tenant = query.sql().names().indexOf(Param.TENANT);
    return tenant < 0 ? list : list + '\0' + values.get(tenant); // No name of a list has a NUL.
  }

  /**
   * The cursor.
   *
   * @param request of the page
   * @param keys the values of its last row by which it is ordered: a JSON array of texts
   * @throws OriginException when nothing can be behind that row: the list is not fit for pages
   */
  public String of(ReadRequest request, String keys) {
    QueryDef query = request.query();
    Paging paging = query.paging().orElseThrow();
    List<String> values = new ArrayList<>();
    for (Object value : new JsonArray(keys)) {
      if (!(value instanceof String text) || text.length() > Param.MAX_TEXT_IN_URL) {
        throw new OriginException(
            OriginException.Kind.BROKEN,
            "query %s cannot be paged: in the last row of a page, %s is null or has more than %d characters"
                .formatted(
                    query.name(), paging.by().get(values.size()).column(), Param.MAX_TEXT_IN_URL),
            null);
      }
      values.add(text);
    }
    return codec.encode(scope(query, request.values()), values);
  }
}
