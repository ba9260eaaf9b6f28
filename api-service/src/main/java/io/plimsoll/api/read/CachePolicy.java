package io.plimsoll.api.read;

import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.config.CacheMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a query's answers are kept, and the kill switch: the cache off for all queries or for some.
 * Thread-safe.
 *
 * <p>Off means that a request is answered from Postgres, and its answer is offered to no tier. The
 * tiers go on to follow the change stream meanwhile. So switching on again shows only what the
 * rules admit: an entry from before has lived through every change since, a fill that was under way
 * is judged by its stamp as ever, and a request that came while the cache was off has no admission
 * and fills nothing, however late its read returns.
 */
public final class CachePolicy {
  private static final Optional<Reason> SWITCHED_OFF = Optional.of(Reason.SWITCHED_OFF);
  private static final Optional<Reason> NONE = Optional.of(Reason.CACHE_NONE);

  private final CacheMode deployment;
  private volatile Off off = new Off(false, Set.of());

  /**
   * What is switched off.
   *
   * @param all every query
   * @param queries these
   */
  public record Off(boolean all, Set<String> queries) {
    public Off {
      queries = Set.copyOf(queries);
    }
  }

  /** Everything on. */
  public CachePolicy(CacheMode deployment) {
    this.deployment = deployment;
  }

  /**
   * What a catalog asks for and this deployment does not have, a line each.
   *
   * @param redis whether there is one
   * @param memory whether answers may be kept in the process
   */
  public static List<String> problems(Catalog catalog, boolean redis, boolean memory) {
    List<String> problems = new ArrayList<>();
    for (QueryDef query : catalog.queries()) {
      query
          .cache()
          .filter(mode -> (mode.shared() && !redis) || (mode == CacheMode.MEMORY && !memory))
          .ifPresent(mode ->
              problems.add(
                  "catalog: queries.%s.cache: %s needs %s"
                      .formatted(
                          query.name(),
                          mode.label(),
                          mode.shared() ? "redis.url" : "cache.memory above 0")));
    }
    return problems;
  }

  /** Whether any of these queries is kept in the process. */
  public boolean usesMemory(Catalog catalog) {
    return catalog.queries().stream().anyMatch(query -> mode(query).near());
  }

  public CacheMode mode(QueryDef query) {
    return query.cache().orElse(deployment);
  }

  /** Why no tier is to be used for a query; empty when the cache is on. */
  Optional<Reason> obstacle(QueryDef query) {
    Off now = off;
    if (now.all() || now.queries().contains(query.catalogName())) {
      return SWITCHED_OFF;
    }
    return mode(query) == CacheMode.NONE ? NONE : Optional.empty();
  }

  /** The tiers of a mode, nearest first. */
  static List<NamedTier> of(CacheMode mode, List<NamedTier> tiers) {
    return tiers.stream().filter(t -> t.isShared() ? mode.shared() : mode.near()).toList();
  }

  /** What is off at the moment. */
  public Off off() {
    return off;
  }

  /** Switches all queries off, or on again; those that are off by themselves stay so. */
  public synchronized void switchAll(boolean on) {
    off = new Off(!on, off.queries());
  }

  /** Switches one query off, or on again; while all are off, it is off too. */
  public synchronized void switchQuery(String query, boolean on) {
    Set<String> queries = new HashSet<>(off.queries());
    if (on) {
      queries.remove(query);
    } else {
      queries.add(query);
    }
    off = new Off(off.all(), queries);
  }
}
