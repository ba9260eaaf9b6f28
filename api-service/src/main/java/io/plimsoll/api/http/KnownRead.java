package io.plimsoll.api.http;

import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.Standing;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.catalog.QueryDef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepted values of a query, and the request that was last made of them. Of one event loop. */
final class KnownRead {
  private final QueryDef query;
  private final RequestValues values;
  private final Optional<Pages.Links> links;
  private @Nullable Made last;

  private record Made(Planned planned, ReadRequest request) {
    /** The same objects: they change together, when the catalog has been checked anew. */
    boolean isFor(Planned now) {
      return isSame(planned.standing(), now.standing())
          && planned.schemaVersion().equals(now.schemaVersion());
    }

    /** To compare them in full would cost more than the rest of a hit. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Standing one, Standing other) {
      return one == other;
    }
  }

  /** Of a list in pages, with the links of its answers. */
  KnownRead(QueryDef query, RequestValues values, Optional<Pages.Links> links) {
    this.query = query;
    this.values = values;
    this.links = links;
  }

  Optional<Pages.Links> links() {
    return links;
  }

  /** Without a token: made once for as long as the query stands as it does. */
  ReadRequest request(ReadRequests requests) {
    Planned now = requests.planned(query);
    Made made = last;
    if (made == null || !made.isFor(now)) {
      made = new Made(now, requests.of(query, values, now));
      last = made;
    }
    return made.request();
  }
}
