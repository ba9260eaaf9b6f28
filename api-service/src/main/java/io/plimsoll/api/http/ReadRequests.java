package io.plimsoll.api.http;

import io.plimsoll.api.load.Recurring;
import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.read.Capturing;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.KeyTuple;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes a request for the read-through out of a request's values. Two requests share a cache key
 * only if they have the same SQL, the same values and the same tags. Thread-safe.
 */
final class ReadRequests {
  /** Of what is stored under a key: raised when older services could not read it. */
  private static final String FORM = "2: larger bodies in zstd";

  private static final int MAX_BYTES = 16_000_000;

  private final TagHash hash;
  private final Function<QueryDef, Planned> planned;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** What the same values of a query were asked for last: a hit is far cheaper than its key. */
  private final Recurring<Asked, Identity> identities =
      new Recurring<>(MAX_BYTES, ReadRequests::bytes);

  private record Known(TagPlan plan, String fingerprint) {}

  private record Asked(String query, String fingerprint, Map<String, List<String>> values) {}

  /** The tags are one object for all who ask, by which a header made of them is found again. */
  private record Identity(CacheKey key, List<String> tags) {
    Identity {
      tags = List.copyOf(tags);
    }
  }

  /**
   * Takes what keys and tags are made with.
   *
   * @param planned how a query stands, as known at the moment
   */
  ReadRequests(TagHash hash, Function<QueryDef, Planned> planned) {
    this.hash = hash;
    this.planned = planned;
  }

  /** How a query stands at the moment. */
  Planned planned(QueryDef query) {
    return planned.apply(query);
  }

  /** Without a token. */
  ReadRequest of(QueryDef query, RequestValues values, Planned now) {
    TagPlan plan = now.standing().plan();
    String fingerprint = fingerprint(query, plan);
    Identity identity =
        identities.get(
            new Asked(query.name(), fingerprint, values.canonical()),
            asked -> identity(query, values, plan, fingerprint));
    Query lookup =
        new Query(
            identity.key(), identity.tags(), query.maxStaleness(), query.grace(), Optional.empty());
    return new ReadRequest(
        query,
        values.inOrder(query.sql().names()),
        lookup,
        now.standing().obstacle().isEmpty(),
        Capturing.of(plan, values.canonical(), values::inOrder, hash::of),
        Optional.of(now.schemaVersion()),
        Lsn.NONE);
  }

  /**
   * Names of tags of which every change of the answer touches one. Where tags follow from the
   * answer itself, any row of its tables: each change of a row has that tag too.
   */
  List<String> watched(ReadRequest request) {
    if (request.capturing().captures().isEmpty()) {
      return request.lookup().tags();
    }
    Set<String> relations = planned.apply(request.query()).standing().plan().relations();
    return Stream.concat(
            request.lookup().tags().stream(),
            relations.stream().map(relation -> hash.of(new Tag.AnyRow(relation))))
        .distinct()
        .toList();
  }

  /** Roughly: an entry with its maps, and what grows with the request. */
  private static int bytes(Asked asked, Identity identity) {
    int texts =
        asked.values().values().stream()
            .flatMap(List::stream)
            .mapToInt(t -> 80 + 2 * t.length())
            .sum();
    return 600 + 2 * identity.key().tuple().length() + texts + 100 * identity.tags().size();
  }

  private Identity identity(
      QueryDef query, RequestValues values, TagPlan plan, String fingerprint) {
    List<String> tags = plan.tags(values.canonical()).stream().map(hash::of).toList();
    return new Identity(key(query, values, tags, fingerprint), tags);
  }

  private static CacheKey key(
      QueryDef query, RequestValues values, List<String> tags, String fingerprint) {
    KeyTuple tuple = new KeyTuple().add(FORM).add(query.name()).add(query.version());
    for (Param param : query.params()) {
      tuple.add(param.type().sqlName(), param.type().array(), values.canonical().get(param.name()));
    }
    // Tags follow from all this and the key of their hashes: a digest tells when they differ.
    KeyTuple names = new KeyTuple();
    tags.forEach(names::add);
    return CacheKey.of(query.name(), tuple.add(fingerprint).add(digest(names.toString())));
  }

  /** Tags that follow from the answer are told by the plan only. Of one plan it is made once. */
  private String fingerprint(QueryDef query, TagPlan plan) {
    Known last = known.get(query.name());
    if (last == null || !last.plan().equals(plan)) {
      last = new Known(plan, digest(plan.toString()));
      known.put(query.name(), last);
    }
    return last.fingerprint();
  }

  private static String digest(String text) {
    byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
