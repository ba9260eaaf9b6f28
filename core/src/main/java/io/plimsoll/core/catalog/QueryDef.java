package io.plimsoll.core.catalog;

import io.plimsoll.core.config.CacheMode;
import io.plimsoll.core.freshness.Tag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;

/**
 * A query: {@code GET path} answered by one SELECT.
 *
 * @param one one object, or not found when there is no row; otherwise an array
 * @param ttl how long an answer may stay in the cache
 * @param maxStaleness how old an answer from the cache may be
 * @param staleWhileRevalidate how much older than {@code maxStaleness} an answer may be that is
 *     given while a new one is fetched; zero is never
 * @param staleIfError likewise, when the origin is away
 * @param cache in which tiers its answers are kept; empty is as the deployment says
 * @param maxConcurrent how many of its statements an instance runs at once, on each database, at
 *     most; empty is as {@code pool.per-query} says
 * @param keyed the keyed tags, several for one table possible
 * @param access who may ask, where API keys are required
 * @param version 12 hex digits that change with everything that shapes the answer or its tags: for
 *     cache keys. Two catalogs that state other tags must not find each other's entries
 * @param paging when its answers are pages
 */
public record QueryDef(
    String name,
    PathTemplate path,
    List<Param> params,
    SqlTemplate sql,
    boolean one,
    Duration ttl,
    Duration maxStaleness,
    Duration staleWhileRevalidate,
    Duration staleIfError,
    Optional<CacheMode> cache,
    OptionalInt maxConcurrent,
    List<KeyedTag> keyed,
    Access access,
    String version,
    Optional<Paging> paging) {
  private static final int VERSION_BYTES = 6;

  public QueryDef {
    params = List.copyOf(params);
    keyed = List.copyOf(keyed);
  }

  /** The name in the catalog: a list in pages is several queries. */
  public String catalogName() {
    int end = name.indexOf('/');
    return end < 0 ? name : name.substring(0, end);
  }

  /**
   * The same query for the cache.
   *
   * @param other SQL that gives the same answers for the values it is run with
   */
  QueryDef running(SqlTemplate other) {
    return new QueryDef(
        name,
        path,
        params,
        other,
        one,
        ttl,
        maxStaleness,
        staleWhileRevalidate,
        staleIfError,
        cache,
        maxConcurrent,
        keyed,
        access,
        version,
        paging);
  }

  /** How much older than {@code maxStaleness} any answer may ever be. */
  public Duration grace() {
    return staleWhileRevalidate.compareTo(staleIfError) > 0 ? staleWhileRevalidate : staleIfError;
  }

  public SortedSet<String> tables() {
    return sql.tables();
  }

  /** The first digits of the SHA-256 of what shapes the answer. */
  static String version(SqlTemplate sql, boolean one, List<Param> params, List<KeyedTag> keyed) {
    String shape = sql.jdbc() + '\0' + sql.names() + '\0' + one + '\0' + params + '\0' + keyed;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(shape.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, VERSION_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * What an answer depends on: for each table its whole-table tag, and its keyed tags, each with
   * the tag of a change that cannot tell its key, or, without one, any row. Always in the same
   * order for the same values.
   *
   * @param values canonical text of each parameter's value, or of each element of an array; absent
   *     is null, and then no key stands for the rows, so the tag is any row
   */
  public List<Tag> tags(Map<String, List<String>> values) {
    List<Tag> tags = new ArrayList<>();
    for (String table : tables()) {
      tags.add(new Tag.WholeTable(table));
      tags.addAll(rows(table, values));
    }
    return tags;
  }

  private Collection<Tag> rows(String table, Map<String, List<String>> values) {
    Set<Tag> rows = new LinkedHashSet<>();
    boolean stated = false;
    for (KeyedTag tag : keyed) {
      if (tag.table().equals(table)) {
        stated = true;
        Optional<List<Tag>> tags = tag.tags(values);
        if (tags.isEmpty()) {
          return List.of(new Tag.AnyRow(table));
        }
        rows.add(new Tag.UnknownKey(table, tag.shape().columns()));
        rows.addAll(tags.get());
      }
    }
    return stated ? rows : List.of(new Tag.AnyRow(table));
  }
}
