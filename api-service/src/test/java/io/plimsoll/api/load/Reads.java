package io.plimsoll.api.load;

import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Requests of one query, told apart by their keys, and answers that say the key. */
final class Reads {
  private static final QueryDef ANY =
      CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst();

  private Reads() {}

  static ReadRequest request(String key) {
    Query lookup = new Query(new CacheKey(key), List.of(), Duration.ofSeconds(2));
    return new ReadRequest(ANY, List.of(), lookup, true);
  }

  /** With the key as its validator. */
  static OriginRead answer(ReadRequest request) {
    return new OriginRead(
        new Content(true, request.lookup().key().value(), new byte[0]),
        new Stamp.UpTo(new Lsn(1)),
        new Incarnation("i"),
        true,
        new Lsn(1),
        OriginRead.PRIMARY,
        Duration.ZERO,
        1);
  }
}
