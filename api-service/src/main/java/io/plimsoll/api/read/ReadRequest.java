package io.plimsoll.api.read;

import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Token;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A validated request for a query of the catalog.
 *
 * @param values one for each parameter of the SQL template, in its order: null, or what {@link
 *     io.plimsoll.core.catalog.Parsed.Valid} holds, or {@link
 *     io.plimsoll.core.catalog.Parsed.Elements}
 * @param cacheable false when the query cannot be cached soundly
 * @param capturing what is to be read besides the answer
 * @param plannedFor the version of the schema that its tags were worked out for; empty is any
 * @param known a position of the log up to which a cache knows that the answer has changed: what an
 *     origin shows from before it would not be stored; {@link Lsn#NONE} when nothing is known
 */
public record ReadRequest(
    QueryDef query,
    List<@Nullable Object> values,
    Query lookup,
    boolean cacheable,
    Capturing capturing,
    Optional<String> plannedFor,
    Lsn known) {

  /** Of which no cache has said anything yet. */
  public ReadRequest(
      QueryDef query,
      List<@Nullable Object> values,
      Query lookup,
      boolean cacheable,
      Capturing capturing) {
    this(query, values, lookup, cacheable, capturing, Optional.empty(), Lsn.NONE);
  }

  /** One whose tags all follow from it. */
  public ReadRequest(
      QueryDef query, List<@Nullable Object> values, Query lookup, boolean cacheable) {
    this(query, values, lookup, cacheable, Capturing.NOTHING);
  }

  /** The same, but the answer must show what the token stands for. */
  public ReadRequest after(Token token) {
    return new ReadRequest(
        query, values, lookup.after(token), cacheable, capturing, plannedFor, known);
  }

  ReadRequest knowing(Lsn position) {
    return new ReadRequest(query, values, lookup, cacheable, capturing, plannedFor, position);
  }

  /** Whether the tags hold for an answer that was read under this version of the schema. */
  public boolean isPlannedFor(String schemaVersion) {
    return plannedFor.isEmpty() || plannedFor.get().equals(schemaVersion);
  }

  /** Names of the tags that an answer has besides those of {@link #lookup}. */
  List<String> captured(OriginRead read) {
    return capturing.tags().apply(read.captured());
  }
}
